import assert from "node:assert/strict";
import { test } from "node:test";
import v8 from "node:v8";
import vm from "node:vm";
import { load } from "../loadsource.mjs";

const { Program } = await load(`
  export { Program } from "./program.js";
`);

/** Stands in for GuardedGo. */
class FakeGo {
  alive = true;
  constructor(exports) {
    this.exports = exports;
  }
  start() {
    globalThis.leb = { play() {}, stop() {}, ...this.exports };
  }
  die(reason) {
    this.alive = false;
    this.onDeath(reason);
  }
}

function run(exports) {
  const go = new FakeGo(exports);
  return { go, program: new Program(go, { exports: {} }, () => {}) };
}

function collectGarbage() {
  v8.setFlagsFromString("--expose-gc");
  vm.runInNewContext("gc")();
}

test("a call settles as its promise does", async () => {
  const { program } = run();
  assert.equal(await program.orDeath(Promise.resolve(5)), 5);
  const refusal = new Error("refused");
  await assert.rejects(program.orDeath(Promise.reject(refusal)), refusal);
});

test("a call that waits when the program dies fails as internal", async () => {
  const { go, program } = run();
  const waiting = program.orDeath(new Promise(() => {}));
  go.die("unreachable");
  await assert.rejects(waiting, { name: "LEBError", code: "internal", retryable: true });
});

test("a call in which the program dies, and one after that, fail as internal", async () => {
  const { go, program } = run();
  go.die("unreachable");
  await assert.rejects(program.orDeath(undefined), { code: "internal" });
  await assert.rejects(program.orDeath(Promise.resolve()), { code: "internal" });
});

test("a program keeps nothing of the calls that are over", async () => {
  const { go, program } = run();
  const results = [];
  for (let i = 0; i < 100; i++) {
    await program.orDeath(Promise.resolve({ i })).then((result) => results.push(new WeakRef(result)));
  }
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  assert.ok(go.alive && program.alive);
  assert.equal(results.filter((result) => result.deref()).length, 0);
});
