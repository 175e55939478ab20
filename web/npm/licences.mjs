// The licences of the code in leb.wasm and leb.js, which require that they accompany it.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const top = path.join(import.meta.dirname, "../..");

/** The module of the program as each toolchain compiles it. build.sh makes TinyGo's, which has stand-ins for some modules. */
const programs = {
  go: { folder: top, tags: "" },
  tinygo: { folder: path.join(top, "dist/.tinygo/source"), tags: "tinygo,tinygo.wasm" },
};

function go(folder, ...args) {
  const env = { ...process.env, GOOS: "js", GOARCH: "wasm" };
  return execFileSync("go", args, { cwd: folder, env, encoding: "utf8" }).trim();
}

/** Returns the sorted paths of the modules that a toolchain links into leb.wasm, without the program's own. */
export function linkedModules(toolchain) {
  const { folder, tags } = programs[toolchain];
  const format = "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}";
  return [...new Set(go(folder, "list", "-deps", "-tags", tags, "-f", format, ".").split("\n"))].filter(Boolean).sort();
}

/** Returns the texts of the licences in a module's folder. Throws if there are none. */
export function licenceTexts(name, folder) {
  const files = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  if (!files.length) throw new Error(`${name} is linked into leb.wasm, but has no licence in ${folder}`);
  return files.map((file) => fs.readFileSync(path.join(folder, file), "utf8").trim());
}

/** Returns the name of a module with its version, and its folder. */
function locate(folder, name) {
  go(folder, "mod", "download", name);
  const [title, dir] = go(folder, "list", "-m", "-f", "{{.Path}} {{.Version}}\n{{.Dir}}", name).split("\n");
  return [title, dir];
}

/** Returns the parts of a toolchain's own code that it puts into every program, and the folders of their licences. */
function toolchainParts(toolchain) {
  const parts = [["Go's standard library and wasm_exec.js", go(top, "env", "GOROOT")]];
  if (toolchain === "tinygo") {
    const [, folder] = locate(path.join(top, "web/wasm/tinygo"), "github.com/tinygo-org/tinygo");
    parts.push(["TinyGo's runtime and wasm_exec.js", folder]);
  }
  return parts;
}

/** Returns the text of all licences for the leb.wasm and leb.js of a toolchain. */
export function thirdPartyLicences(toolchain) {
  // The stand-ins follow the modules they replace, whose licences therefore apply: all are looked up in the program's own go.mod.
  const modules = linkedModules(toolchain).map((name) => locate(top, name));
  return [...toolchainParts(toolchain), ...modules]
    .map(([name, folder]) => `LEB Player contains parts of ${name}:\n\n${licenceTexts(name, folder).join("\n\n")}\n`)
    .join(`\n${"-".repeat(72)}\n\n`);
}
