import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

const work = path.resolve(import.meta.dirname, "../../../dist/.tinygo");

/** Compiles a program next to this file as build.sh compiles leb.wasm. Returns the module. */
function compile(name) {
  const binary = path.join(work, `${name}.wasm`);
  const flags = ["-o", binary, "-target", path.join(work, "root/targets/lebplayer.json")];
  const source = path.join(import.meta.dirname, name);
  const ours = path.join(work, "tinygo");
  const [command, args] = fs.existsSync(ours) ? [ours, flags] : ["tinygo", ["build", ...flags, "-opt", "z", "-panic", "trap", "-no-debug", "."]];
  const env = { ...process.env, GOROOT: path.join(work, "goroot"), TINYGOROOT: path.join(work, "root"), WASMOPT: path.join(work, "wasmopt") };
  execFileSync(command, args, { cwd: source, env, stdio: "pipe" });
  return fs.readFileSync(binary);
}

test("the collector keeps what suspended goroutines refer to, and frees what forgotten ones do", async () => {
  await import(path.join(work, "wasm_exec.js"));
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiate(compile("stacks"), go.importObject);
  globalThis.countValues = () => go._values.length - go._idPool.length;
  const report = new Promise((resolve) => (globalThis.report = resolve));
  void go.run(instance);
  assert.equal(await report, "");
});
