import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../loadsource.mjs";

const { LEBError, readChangeableOptions, readOptions, readPlayOptions } = await load(`
  export { LEBError } from "./error.js";
  export { readChangeableOptions, readOptions, readPlayOptions } from "./readoptions.js";
`);

const everyOption = {
  signalURL: ["https://a", "https://b"],
  contentType: "application/json",
  clientInfo: "me",
  clientIP: "192.0.2.1",
  audio: false,
  video: true,
  sei: true,
  reports: { quality: false },
  retry: { maxAttempts: Infinity, baseDelay: 10, maxDelay: 20, errcodes: [1, 2] },
  fallback: "https://a/b.m3u8",
  startTimeout: 1,
  stallTimeout: 2,
  log: () => {},
  statsInterval: 50,
  latency: "auto",
  pauseTimeout: 3,
  prepareTimeout: 3,
  maxPrepared: 3,
  autoplay: "manual",
  iceServers: [{ urls: ["turn:a", "turn:b"], username: "u", credential: "c" }, { urls: "stun:a" }],
  wasm: new Uint8Array(8),
  wasmURL: "leb.wasm",
  workerURL: "leb-worker.js",
  wasmIntegrity: "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC",
};

test("every option arrives as it was given", () => {
  assert.deepEqual(readOptions(everyOption), everyOption);
  assert.deepEqual(readOptions({ retry: false, reports: true, latency: 100, wasmURL: new URL("https://a/b.wasm"), workerURL: new URL("https://a/w.js") }), {
    retry: false,
    reports: true,
    latency: 100,
    wasmURL: "https://a/b.wasm",
    workerURL: "https://a/w.js",
  });
  assert.equal(readOptions({ log: everyOption.log }).log, everyOption.log);
});

test("the module may be bytes, a response, compiled, or a promise, and arrives as itself", () => {
  const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  for (const wasm of [bytes, bytes.buffer, new DataView(bytes.buffer), Buffer.from(bytes), new Response(), new WebAssembly.Module(bytes), Promise.resolve(bytes)]) {
    assert.equal(readOptions({ wasm }).wasm, wasm);
  }
});

test("an option that is not set is left out", () => {
  assert.deepEqual(readOptions(undefined), {});
  assert.deepEqual(readOptions({}), {});
  assert.deepEqual(readOptions({ signalURL: undefined, log: null, retry: { errcodes: undefined } }), { retry: {} });
  assert.deepEqual(readOptions({ misspelt: 5, signal: 5 }), {});
});

test("the options of a class are read too", () => {
  class Options {
    get latency() {
      return 80;
    }
  }
  assert.deepEqual(readOptions(new Options()), { latency: 80 });
});

test("what was read no longer changes", () => {
  const given = structuredClone({ ...everyOption, log: undefined });
  const options = readOptions(given);
  const before = structuredClone(options);
  given.signalURL[0] = "https://evil";
  given.retry.errcodes.push(3);
  given.iceServers[0].urls = "turn:evil";
  assert.deepEqual(structuredClone(options), before);
  for (const part of [options, options.signalURL, options.retry, options.retry.errcodes, options.iceServers, options.iceServers[0], options.iceServers[0].urls]) {
    assert.ok(Object.isFrozen(part));
  }
});

test("each member is read once", () => {
  const reads = {};
  const counting = (object, path = "") =>
    new Proxy(object, {
      get(target, name) {
        const at = `${path}${String(name)}`;
        reads[at] = (reads[at] ?? 0) + 1;
        const value = target[name];
        return typeof value === "object" ? counting(value, `${at}.`) : value;
      },
    });
  readOptions(counting(everyOption));
  for (const at of ["signalURL", "signalURL.0", "signalURL.length", "retry.baseDelay", "retry.errcodes.1", "iceServers.0.urls.1", "latency", "log"]) {
    assert.equal(reads[at], 1, at);
  }
  assert.deepEqual(Object.entries(reads).filter(([, count]) => count > 1), []);
});

const thrower = (name, thrown) =>
  Object.defineProperty({}, name, {
    get() {
      throw thrown;
    },
  });

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** An array whose length is what it likes. */
const ofLength = (length) => new Proxy([], { get: (target, name) => (name === "length" ? length : "https://a") });

const wrong = [
  ["options", null],
  ["options", 5],
  ["options", "https://a"],
  ["options", () => {}],
  ["signalURL", { signalURL: 5 }],
  ["signalURL.1", { signalURL: ["https://a", 5] }],
  ["signalURL.0", { signalURL: [undefined] }],
  ["signalURL", { signalURL: "https://a".padEnd(65536, "a") }],
  ["signalURL", { signalURL: new Array(2 ** 32 - 1) }],
  ["signalURL", { signalURL: new Array(65).fill("https://a") }],
  ["signalURL", { signalURL: { length: 1, 0: "https://a" } }],
  ["signalURL", { signalURL: Symbol("s") }],
  ["signalURL", { signalURL: ofLength(1e9) }],
  ["signalURL", { signalURL: ofLength(Symbol("s")) }],
  ["signalURL", { signalURL: ofLength({}) }],
  ["contentType", { contentType: Object("text/plain") }],
  ["clientInfo", { clientInfo: "a".repeat(65536) }],
  ["clientIP", { clientIP: 127 }],
  ["audio", { audio: 1 }],
  ["video", { video: "yes" }],
  ["sei", { sei: 1n }],
  ["reports", { reports: "no" }],
  ["reports.quality", { reports: { quality: 1 } }],
  ["retry", { retry: "no" }],
  ["retry.maxAttempts", { retry: { maxAttempts: "3" } }],
  ["retry.maxAttempts", { retry: thrower("maxAttempts", new Error("no")) }],
  ["retry.errcodes", { retry: { errcodes: new Array(2 ** 32 - 1) } }],
  ["retry.errcodes.0", { retry: { errcodes: ["7"] } }],
  ["retry.maxAttempts", { retry: revoked({}) }],
  ["retry.errcodes", { retry: { errcodes: revoked([]) } }],
  ["fallback", { fallback: 5 }],
  ["startTimeout", { startTimeout: "5" }],
  ["stallTimeout", { stallTimeout: 5n }],
  ["statsInterval", { statsInterval: true }],
  ["latency", { latency: 200n }],
  ["latency", { latency: true }],
  ["pauseTimeout", { pauseTimeout: {} }],
  ["prepareTimeout", { prepareTimeout: "10000" }],
  ["maxPrepared", { maxPrepared: "2" }],
  ["autoplay", { autoplay: true }],
  ["log", { log: "console" }],
  ["iceServers", { iceServers: "stun:a" }],
  ["iceServers", { iceServers: new Array(1e8) }],
  ["iceServers.0", { iceServers: ["stun:a"] }],
  ["iceServers.0.urls.1", { iceServers: [{ urls: ["stun:a", 7] }] }],
  ["iceServers.0.credential", { iceServers: [{ urls: "turn:a", credential: 7 }] }],
  ["iceServers.0.username", { iceServers: [thrower("username", null)] }],
  ["wasmURL", { wasmURL: 5 }],
  ["wasmURL", { wasmURL: {} }],
  ["wasm", { wasm: "leb.wasm" }],
  ["wasm", { wasm: 5 }],
  ["wasm", { wasm: {} }],
  ["wasm", { wasm: [0, 97] }],
  ["wasm", { wasm: () => new Uint8Array(8) }],
  ["wasm", thrower("wasm", null)],
  ["workerURL", { workerURL: {} }],
  ["wasmIntegrity", { wasmIntegrity: "oqVuAfXR" }],
  ["wasmIntegrity", { wasmIntegrity: "sha1-oqVuAfXR" }],
  ["signalURL", thrower("signalURL", revoked({}))],
  ["signalURL", thrower("signalURL", new LEBError("aborted", "no"))],
  ["signalURL", revoked({})],
];

test("an option that can't be used is a bad option, which is named", () => {
  for (const [name, options] of wrong) {
    assert.throws(
      () => readOptions(options),
      (error) => {
        assert.ok(error instanceof LEBError);
        assert.equal(error.code, "bad-option");
        assert.equal(error.message.split(" must be ")[0], name);
        return true;
      },
    );
  }
});

test("the message does not quote the option", () => {
  const secret = "hunter2";
  for (const options of [{ iceServers: [{ urls: "turn:a", credential: [secret] }] }, { wasmIntegrity: secret }, thrower("clientIP", new Error(secret))]) {
    assert.throws(() => readOptions(options), (error) => !error.message.includes(secret));
  }
});

test("the options that may change", () => {
  const { latency, statsInterval, reports, log, retry } = everyOption;
  const changes = readChangeableOptions(everyOption);
  assert.deepEqual(changes, { latency, statsInterval, reports, log, retry });
  assert.ok(Object.isFrozen(changes) && Object.isFrozen(changes.retry));
  assert.deepEqual(readChangeableOptions({ latency: undefined, log: null, signalURL: 5 }), {});
  for (const [name, options] of [
    ["latency", { latency: true }],
    ["retry.baseDelay", { retry: { baseDelay: "1" } }],
    ["log", { log: "console" }],
    ["options", null],
  ]) {
    assert.throws(() => readChangeableOptions(options), { code: "bad-option", message: new RegExp(`^${name} `) });
  }
});

test("the options of a play", () => {
  const { signal } = new AbortController();
  const likeness = { aborted: true, addEventListener() {} };
  assert.equal(readPlayOptions({ signal, sessionId: "s" }).signal, signal);
  assert.equal(readPlayOptions({ signal: likeness }).signal, likeness);
  assert.deepEqual(readPlayOptions({ signal: undefined, sessionId: undefined, latency: 5 }), {});
  assert.deepEqual(readPlayOptions(undefined), {});
  for (const [name, options] of [
    ["signal", { signal: {} }],
    ["signal", { signal: { addEventListener() {} } }],
    ["signal", { signal: 5 }],
    ["signal", { signal: revoked({}) }],
    ["sessionId", { sessionId: 5 }],
    ["options", null],
  ]) {
    assert.throws(() => readPlayOptions(options), { code: "bad-option", message: new RegExp(`^${name} `) });
  }
});
