// Converts a toolchain's wasm_exec.js, a classic script that sets globals, into an ES module that exports `Go` and sets no global.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

// Every browser with WebAssembly has these four. A server that merely imports the module may lack them.
const presumeBrowser = ["crypto", "performance", "TextEncoder", "TextDecoder"].map((name) => ({
  why: "importing must not throw",
  find: new RegExp(`\\tif \\(!globalThis\\.${name}\\) \\{\\n\\t\\tthrow new Error\\([^\\n]*\\);\\n\\t\\}\\n`),
  put: "",
}));

/**
 * The replacements for each toolchain's file. Every `find` must occur exactly once: if a toolchain changes its file, the build fails
 * instead of shipping an incomplete conversion.
 */
const toolchains = {
  go: {
    locate: () => path.join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "lib/wasm/wasm_exec.js"),
    replacements: [
      {
        why: "a module has its own scope; the stand-ins live there, where Go's js.Global().Get finds them",
        find: `"use strict";\n\n(() => {\n`,
        put: `
const standIns = {};
const getProperty = (target, name) =>
	target === globalThis && Object.prototype.hasOwnProperty.call(standIns, name) ? standIns[name] : Reflect.get(target, name);

`,
      },
      { why: "see above", find: `\t}\n})();\n`, put: `\t}\n` },
      { why: "export instead of a global", find: `globalThis.Go = class {`, put: `export class Go {` },

      { why: "no global fs; the page's own is ignored", find: `if (!globalThis.fs) {`, put: `{` },
      { why: "no global fs", find: `globalThis.fs = {`, put: `standIns.fs = {` },
      { why: "no global fs", find: `\t\tfs.writeSync(fd,`, put: `\t\tstandIns.fs.writeSync(fd,` },
      { why: "no global process; the stand-ins of bundlers lack functions that Go calls", find: `if (!globalThis.process) {`, put: `{` },
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
    // Written by web/wasm/build.sh. It has one timer at a time, in the same map as the standard toolchain's timers.
    locate: () => path.join(import.meta.dirname, "../../dist/.tinygo/wasm_exec.js"),
    replacements: [
      { why: "a module has its own scope", find: `"use strict";\n\n(() => {\n`, put: `` },
      { why: "see above", find: `\t}\n})();\n`, put: `\t}\n` },
      { why: "export instead of a global", find: `globalThis.Go = class {`, put: `export class Go {` },
      { why: "no global fs and process; TinyGo's runtime uses neither", find: /\tconst enosys = [^]*?(?=\tif \(!globalThis\.crypto\))/, put: `` },
      { why: "TinyGo imports from gojs", find: `\t\t\tthis.importObject.env = this.importObject.gojs;\n`, put: `` },
      { why: "the program never exits: a panic is a trap", find: /\t{5}proc_exit: [^]*?\n\t{5}\},\n/, put: `` },
      { why: "see above", find: /\t{3}this\.exited = false;.*\n\t{3}this\.exitCode = 0;\n/, put: `` },
      {
        why: "see above",
        find: /\t{3}if \(this\._inst\.exports\._start\) \{[^]*?\n\t{3}\}\n(?=\t\t\})/,
        put: `\t\t\tthis._inst.exports._start();\n\t\t\tawait new Promise(() => {});\n`,
      },
      {
        why: "see above",
        find: /(?<=\t_resume\(\) \{\n)[^]*?\n(?=\t\t\}\n)/,
        put: `\t\t\tthis._now = undefined;\n\t\t\tthis._inst.exports.resume();\n`,
      },
      { why: "all ids are known", find: / else \{\n\t+console\.error\("syscall\/js\.finalizeRef[^]*?\}(?=\n)/, put: `` },
      {
        why: "a timer enters the program through the guarded _resume",
        find: /if \(this\.exited\) return;\n\s*try \{[^]*?\n\t{6}\}, (?=Math)/,
        put: `this._resume();\n\t\t\t\t\t\t}, `,
      },
      {
        why: "a timer has no event to handle, so the scheduler suffices and saves a goroutine",
        find: `this._inst.exports.resume();`,
        put: `this._pendingEvent ? this._inst.exports.resume() : this._inst.exports.go_scheduler();`,
      },
      ...presumeBrowser,
    ],
  },
};

/** Returns the path of a toolchain's wasm_exec.js. */
export function locate(toolchain) {
  return toolchains[toolchain].locate();
}

/**
 * Returns the text of an ES module that exports class `Go`, converted from the toolchain's wasm_exec.js. With TinyGo, it contains
 * only those functions that `program`, a path, imports.
 */
export function toModule(toolchain, source, program) {
  const replaced = toolchains[toolchain].replacements.reduce(replaceOnce, source);
  const changed = toolchain === "tinygo" ? onlyImported(replaced, fs.readFileSync(program)) : replaced;
  const left = /globalThis\.\w+\s*=[^=]/.exec(changed);
  if (left) throw new Error(`wasm_exec.js still sets a global: ${left[0]}`);
  return keepLicence(changed);
}

function replaceOnce(text, { find, put, why }) {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(`wasm_exec.js contains this ${parts.length - 1} times instead of once: ${find} (${why})`);
  }
  return parts.join(put);
}

/** Removes the functions that a WebAssembly module does not import. */
function onlyImported(text, program) {
  const imported = new Set(WebAssembly.Module.imports(new WebAssembly.Module(program)).map(({ name }) => name));
  const entry = /^\t{5}"?([\w/.]+)"?: (?:[^\n]*[^{\n]|[^]*?\n\t{5}\},)\n/gm;
  const kept = text.replace(entry, (whole, name) => (imported.delete(name) ? whole : ""));
  if (imported.size > 0) throw new Error(`wasm_exec.js lacks ${[...imported]}`);
  return kept;
}

/** Marks the leading comment as a licence, so that bundlers preserve it. */
function keepLicence(text) {
  const header = /^(?:\/\/[^\n]*\n)+/.exec(text)?.[0];
  if (!header?.includes("Copyright")) throw new Error("wasm_exec.js does not begin with its licence");
  return `/*!\n${header.replace(/^\/\/ ?/gm, " * ")} */\n` + text.slice(header.length);
}
