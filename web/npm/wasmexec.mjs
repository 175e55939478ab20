// Turns a toolchain's wasm_exec.js, a classic script that sets globals, into an ES module that exports `Go` and sets none.

import { execFileSync } from "node:child_process";
import path from "node:path";

// Every browser with WebAssembly has these four; a server that only imports the module need not.
const presumeBrowser = ["crypto", "performance", "TextEncoder", "TextDecoder"].map((name) => ({
  why: "importing must not throw",
  find: new RegExp(`\\tif \\(!globalThis\\.${name}\\) \\{\\n\\t\\tthrow new Error\\([^\\n]*\\);\\n\\t\\}\\n`),
  put: "",
}));

/**
 * What is changed in each toolchain's file. Every `find` has to occur exactly once: a toolchain that words its file
 * differently stops the build instead of shipping half a conversion.
 */
const toolchains = {
  go: {
    locate: () => path.join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "lib/wasm/wasm_exec.js"),
    replacements: [
      {
        why: "a module has a scope of its own; the stand-ins live in it and are found by Go's js.Global().Get",
        find: `"use strict";\n\n(() => {\n`,
        put: `
const standIns = {};
const getProperty = (target, name) =>
	target === globalThis && Object.prototype.hasOwnProperty.call(standIns, name) ? standIns[name] : Reflect.get(target, name);

`,
      },
      { why: "see above", find: `\t}\n})();\n`, put: `\t}\n` },
      { why: "export instead of a global", find: `globalThis.Go = class {`, put: `export class Go {` },

      { why: "no global fs; a page's own is not asked", find: `if (!globalThis.fs) {`, put: `{` },
      { why: "no global fs", find: `globalThis.fs = {`, put: `standIns.fs = {` },
      { why: "no global fs", find: `\t\tfs.writeSync(fd,`, put: `\t\tstandIns.fs.writeSync(fd,` },
      { why: "no global process; bundlers' stand-ins lack what Go calls", find: `if (!globalThis.process) {`, put: `{` },
      { why: "no global process", find: `globalThis.process = {`, put: `standIns.process = {` },
      { why: "no global path", find: `if (!globalThis.path) {`, put: `{` },
      { why: "no global path", find: `globalThis.path = {`, put: `standIns.path = {` },
      {
        why: "Go reads fs, process and path as properties of the global object",
        find: `const result = Reflect.get(loadValue(sp + 8), loadString(sp + 16));\n\t\t\t\t\t\tsp =`,
        put: `const result = getProperty(loadValue(sp + 8), loadString(sp + 16));\n\t\t\t\t\t\tsp =`,
      },

      ...presumeBrowser,
    ],
  },

  tinygo: {
    // web/wasm/build.sh leaves it there, with one timer at a time, which it keeps where Go's own keeps its timers.
    locate: () => path.join(import.meta.dirname, "../../dist/.tinygo/wasm_exec.js"),
    replacements: [
      { why: "a module has a scope of its own", find: `"use strict";\n\n(() => {\n`, put: `` },
      { why: "see above", find: `\t}\n})();\n`, put: `\t}\n` },
      { why: "export instead of a global", find: `globalThis.Go = class {`, put: `export class Go {` },
      { why: "no global fs and process; TinyGo's runtime asks for neither", find: /\tconst enosys = [^]*?(?=\tif \(!globalThis\.crypto\))/, put: `` },
      {
        why: "a timer comes in by the guarded way, too",
        find: /if \(this\.exited\) return;\n\s*try \{[^]*?\n\t{6}\}, (?=Math)/,
        put: `this._resume();\n\t\t\t\t\t\t}, `,
      },
      {
        why: "there is no event to handle then: a goroutine less",
        find: `this._inst.exports.resume();`,
        put: `this._pendingEvent ? this._inst.exports.resume() : this._inst.exports.go_scheduler();`,
      },
      ...presumeBrowser,
    ],
  },
};

/** Where the toolchain named keeps its wasm_exec.js. */
export function locate(toolchain) {
  return toolchains[toolchain].locate();
}

/** The text of an ES module exporting class `Go`, made from the toolchain's wasm_exec.js. */
export function toModule(toolchain, source) {
  const changed = toolchains[toolchain].replacements.reduce(replaceOnce, source);
  const left = /globalThis\.\w+\s*=[^=]/.exec(changed);
  if (left) throw new Error(`wasm_exec.js still sets a global: ${left[0]}`);
  return keepLicence(changed);
}

function replaceOnce(text, { find, put, why }) {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(`wasm_exec.js has ${parts.length - 1} times, not once: ${find} (${why})`);
  }
  return parts.join(put);
}

/** Marks the leading comment as a licence, so that bundlers keep it. */
function keepLicence(text) {
  const header = /^(?:\/\/[^\n]*\n)+/.exec(text)?.[0];
  if (!header?.includes("Copyright")) throw new Error("wasm_exec.js does not begin with its licence");
  return `/*!\n${header.replace(/^\/\/ ?/gm, " * ")} */\n` + text.slice(header.length);
}
