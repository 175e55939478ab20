import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "../loadsource.mjs";

/** Stands in for Go's runtime: runs any module as the player of the version `globalThis.builtAs`. */
const wasmExec = `
  export class Go {
    importObject = {};
    _scheduledTimeouts = new Map();
    run() {
      globalThis.leb = { version: globalThis.builtAs, play() {}, stop() {} };
      return new Promise(() => {});
    }
  }
`;
const { LEBError, Preparation, isLoaded, loadProgram, place, preconnect } = await load(
  `
    export { LEBError } from "./error.js";
    export { place } from "./place.js";
    export { Preparation, preconnect } from "./preparation.js";
    export { isLoaded, loadProgram } from "./wasm.js";
  `,
  { wasmExec, version: "1.2.3" },
);

const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const answer = () => Promise.resolve(new Response(emptyModule));

let fetches;
let reply;
let tests = 0;
let wasmURL;

beforeEach(() => {
  fetches = [];
  reply = answer;
  wasmURL = `leb${++tests}.wasm`;
  Object.assign(globalThis, {
    builtAs: "1.2.3",
    document: { baseURI: "https://page.example/live/" },
    RTCPeerConnection: class {},
    fetch: (url, init) => {
      fetches.push({ url, ...init });
      return reply();
    },
  });
});

test("a module is loaded once for all callers", async () => {
  assert.equal(isLoaded({ wasmURL }), false);
  const [one, other] = await Promise.all([loadProgram({ wasmURL }), loadProgram({ wasmURL })]);
  assert.equal(one, other);
  assert.equal(isLoaded({ wasmURL }), true);
  assert.deepEqual(fetches.map(({ url }) => url), [`https://page.example/live/${wasmURL}`]);
});

const hanging = {
  "the server does not answer": () => new Promise(() => {}),
  "the body does not end": () => Promise.resolve(new Response(new ReadableStream({}))),
};
for (const [what, hangs] of Object.entries(hanging)) {
  test(`${what}: the load fails after 30 s, and the next call tries again`, async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    reply = hangs;
    const outcome = loadProgram({ wasmURL }).catch((error) => error);
    const other = loadProgram({ wasmURL }).catch((error) => error);
    t.mock.timers.tick(29_999);
    assert.equal(fetches[0].signal.aborted, false);
    t.mock.timers.tick(1);
    const error = await outcome;
    assert.ok(error instanceof LEBError);
    assert.deepEqual([error.code, error.retryable], ["wasm-load", true]);
    assert.match(error.message, /30 s/);
    assert.equal(await other, error);
    assert.equal(fetches[0].signal.aborted, true);

    reply = answer;
    assert.equal((await loadProgram({ wasmURL })).alive, true);
    assert.equal(fetches.length, 2);
  });
}

test("a module that has arrived is not given up later", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const program = await loadProgram({ wasmURL });
  t.mock.timers.tick(60_000);
  assert.equal(program.alive, true);
  assert.equal(fetches[0].signal.aborted, false);
});

test("a module of another version is refused, and the next call tries again", async () => {
  globalThis.builtAs = "1.2.2";
  await assert.rejects(loadProgram({ wasmURL }), { code: "wasm-load", retryable: true, message: /it is version 1\.2\.2, this player needs 1\.2\.3/ });
  globalThis.builtAs = "1.2.3";
  assert.equal((await loadProgram({ wasmURL })).alive, true);
});

test("a failure does not show the user, the password and the query of the URL", async () => {
  const url = "https://user:hunter2@cdn.example/a/leb.wasm?token=hunter3#hunter4";
  reply = () => Promise.reject(new TypeError(`credentials in ${url}`));
  await assert.rejects(loadProgram({ wasmURL: url }), {
    message: "cannot load https://cdn.example/a/leb.wasm: credentials in https://cdn.example/a/leb.wasm",
  });
  reply = () => Promise.reject(new TypeError("refused"));
  await assert.rejects(loadProgram({ wasmURL: `data:application/wasm;base64,${"AAAA".repeat(10_000)}` }), ({ message }) => message.length < 300);
});

test("the browser checks the module's hash, and each hash is a module of its own", async () => {
  const one = await loadProgram({ wasmURL, wasmIntegrity: "sha256-a" });
  const other = await loadProgram({ wasmURL, wasmIntegrity: "sha256-b" });
  assert.notEqual(one, other);
  assert.deepEqual(fetches.map(({ integrity }) => integrity), ["sha256-a", "sha256-b"]);
});

const sources = {
  "an ArrayBuffer": () => emptyModule.slice().buffer,
  "a view": () => emptyModule.slice(),
  "a compiled module": () => new WebAssembly.Module(emptyModule),
  "a response": () => new Response(emptyModule),
  "a response of the right type": () => new Response(emptyModule, { headers: { "Content-Type": "application/wasm" } }),
  "a promise of bytes": () => Promise.resolve(emptyModule.slice()),
  "a promise of a response": () => Promise.resolve(new Response(emptyModule)),
};
for (const [what, make] of Object.entries(sources)) {
  test(`the page gives the module as ${what}: nothing is fetched, and it is loaded again from the same after the program's death`, async () => {
    const wasm = make();
    const program = await loadProgram({ wasm, wasmURL });
    assert.equal(await loadProgram({ wasm }), program);
    assert.equal(await loadProgram({ wasm: make() }), program, "another copy needs no program of its own");
    assert.equal(isLoaded({ wasm }), true);
    program.go.die("unreachable");
    const next = await loadProgram({ wasm });
    assert.notEqual(next, program);
    assert.equal(next.alive, true);
    assert.deepEqual(fetches, []);
    next.go.die("unreachable");
  });
}

const badSources = {
  "a promise that rejects": [() => Promise.reject(new Error("no such asset")), /^cannot load wasm: no such asset$/],
  "a promise of no module": [() => Promise.resolve("leb.wasm"), /^cannot load wasm: WebAssembly\.instantiate/],
  "bytes of something else": [() => Uint8Array.of(1, 2, 3), /^cannot load wasm: WebAssembly\.instantiate/],
  "a response that says no": [() => new Response("", { status: 404 }), /^cannot load wasm: HTTP status 404$/],
};
for (const [what, [make, message]] of Object.entries(badSources)) {
  test(`the page gives ${what}: wasm-load, and the next call tries again`, async () => {
    await assert.rejects(loadProgram({ wasm: make() }), { name: "LEBError", code: "wasm-load", retryable: true, message });
    const program = await loadProgram({ wasm: emptyModule });
    assert.equal(program.alive, true);
    program.go.die("unreachable");
  });
}

test("a promise that does not settle fails after 30 s", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const outcome = loadProgram({ wasm: new Promise(() => {}) }).catch((error) => error);
  t.mock.timers.tick(30_000);
  assert.deepEqual([(await outcome).code, fetches.length], ["wasm-load", 0]);
});

test("the module in the script is used unless the page names another", async (t) => {
  t.after(() => delete place.bytes);
  place.bytes = () => emptyModule;
  place.url = () => new URL("https://page.example/leb.wasm");
  t.after(() => delete place.url);
  const program = await loadProgram({});
  assert.equal(await loadProgram({ wasm: emptyModule }), program);
  assert.deepEqual(fetches, []);
  await loadProgram({ wasmURL });
  assert.deepEqual(fetches.map(({ url }) => url), [`https://page.example/live/${wasmURL}`]);
  program.go.die("unreachable");
});

test("a script without a URL of its own needs wasmURL", async () => {
  // The bundle under test is a data: URL.
  const unset = { code: "wasm-load", message: /set wasmURL/ };
  assert.throws(() => isLoaded({}), unset);
  await assert.rejects(loadProgram({}), unset);
  await assert.rejects(new Preparation({ video: {}, options: {} }).ready, unset);
  await assert.rejects(loadProgram({ wasmURL: "http://[" }), { code: "bad-option", message: "wasmURL is not a URL" });
});

test("a program that dies while it prepares an offer is an internal failure", async () => {
  const program = await loadProgram({ wasmURL });
  program.exports.prepare = () => void program.go.die("unreachable");
  await assert.rejects(new Preparation({ video: {}, options: { wasmURL } }).ready, { name: "LEBError", code: "internal", retryable: true });
});

test("preconnect never throws", () => {
  const link = { remove() {} };
  for (const head of [null, undefined, { append: () => assert.fail("no") }]) {
    globalThis.document = { createElement: () => link, head };
    preconnect("https://a");
    preconnect(Symbol("s"));
    preconnect();
  }
  globalThis.document = {};
  preconnect(["https://a", "https://b"]);
});
