// The licences of the code in leb.wasm, which require that they accompany it.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const top = path.join(import.meta.dirname, "../..");
const go = (folder, ...args) => execFileSync("go", args, { cwd: path.join(top, folder), encoding: "utf8" }).trim();
const moduleFolder = (folder, name) => {
  go(folder, "mod", "download", name);
  return go(folder, "list", "-m", "-f", "{{.Dir}}", name);
};

/** The third-party code in every leb.wasm, and the folder of its LICENSE. */
const parts = {
  "Go's standard library": () => go(".", "env", "GOROOT"),
  "github.com/pion/webrtc/v3": () => moduleFolder(".", "github.com/pion/webrtc/v3"),
  "honnef.co/go/js/dom/v2": () => moduleFolder(".", "honnef.co/go/js/dom/v2"),
};
const tinygo = { "TinyGo's runtime": () => moduleFolder("web/wasm/tinygo", "github.com/tinygo-org/tinygo") };

/** Returns the text of all licences for a toolchain's leb.wasm. */
export function thirdPartyLicences(toolchain) {
  return Object.entries({ ...parts, ...(toolchain === "tinygo" && tinygo) })
    .map(([name, folder]) => `leb.wasm contains parts of ${name}:\n\n${fs.readFileSync(path.join(folder(), "LICENSE"), "utf8").trim()}\n`)
    .join(`\n${"-".repeat(72)}\n\n`);
}
