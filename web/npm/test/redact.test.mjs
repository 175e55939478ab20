import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { load } from "../loadsource.mjs";
import { FakeVideo, installPage } from "./fakepage.mjs";
import { FakeModule, fakeWasm } from "./fakeprogram.mjs";

const { redact, redactText, secretsOf, withoutSignature, Journal, LEBError, Player, Program, useModule } = await load(
  `
  export { redact, redactText, secretsOf } from "./redact.js";
  export { withoutSignature } from "../../demo/src/redact.js";
  export { Journal } from "./journal.js";
  export { LEBError } from "./error.js";
  export { Player } from "./player.js";
  export { Program } from "./program.js";
  export { useModule } from "./wasm.js";
`,
  { replaced: { "./wasm.js": fakeWasm } },
);

const table = JSON.parse(fs.readFileSync(new URL("../../../signal/testdata/redaction.json", import.meta.url), "utf8"));
console.log(`redaction: ${table.cases.length} cases`);

test("the table of cases, which Go's redaction passes too", () => {
  for (const { name, text, keeps } of table.cases) {
    const shown = redactText(text);
    assert.ok(!shown.includes(table.secret), `${name}: ${shown.slice(-200)}`);
    for (const kept of keeps) assert.ok(shown.includes(kept), `${name} has lost ${kept}: ${shown.slice(-200)}`);
  }
});

test("a module that the page has given is not told", () => {
  assert.deepEqual(redact({ options: { wasm: new Uint8Array(8), sei: true } }), { options: { wasm: "***", sei: true } });
});

test("a megabyte of anything takes no time that a viewer would notice", () => {
  // In quadratic time each would take minutes.
  for (const part of ["://", "?", "//a", "#", ":a", "turn:", "svrsig", "svrsig ", "token", "%3", "%25", "\\", "a=", " sign"]) {
    redactText(part.repeat(2 ** 20 / part.length));
  }
});

test("a redacted text is not changed again", () => {
  for (const { text } of table.cases) assert.equal(redactText(redactText(text)), redactText(text));
});

test("private members, functions and errors", () => {
  const error = new LEBError("refused", "svrsig=0123456789 is unknown", { errmsg: "txSecret: 0123456789", cause: new Error("0123456789") });
  const shown = redact({ clientIP: "203.0.113.7", iceServers: [{ urls: "turn:h", username: "u", credential: "c" }], log() {}, max: Infinity, error });
  assert.deepEqual(shown, {
    clientIP: "***",
    iceServers: [{ urls: "turn:h", username: "***", credential: "***" }],
    log: "function",
    max: "Infinity",
    error: { name: "LEBError", code: "refused", retryable: false, errmsg: "txSecret: ***", message: "svrsig=*** is unknown" },
  });
});

test("the demo stores a URL without what may be a secret", () => {
  assert.equal(withoutSignature("webrtc://h/a/s?txSecret=1&tabr_bitrates=a,b&txTime=2&auth_key=3&token=4"), "webrtc://h/a/s?tabr_bitrates=a,b");
  assert.equal(withoutSignature("https://user:pass@h:8687/?k=1#token=2"), "https://h:8687/");
  assert.equal(withoutSignature("webrtc://h/a/s"), "webrtc://h/a/s");
});

test("a random secret in a random place is in no entry of the log", () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
  const rounds = 20_000;
  console.log(`redaction fuzz: seed ${seed}, ${rounds} secrets`);
  const random = generator(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~+";
  for (let i = 0; i < rounds; i++) {
    // A digit, as signatures have: a word alone can't be told from a message.
    const secret = Array.from({ length: 8 + Math.floor(random() * 40) }, () => pick(letters)).join("") + "7";
    const frame = pick(table.cases.filter(({ text }) => text.includes(table.secret)));
    const text = pick(["", "x ", "失败 ", "(", "["]) + frame.text.split(table.secret).join(secret) + pick(["", " ", ")", "\n", " 。"]);
    // In a play's own texts, its secrets stand anywhere.
    const playing = random() < 0.5;
    const known = playing ? secretsOf(`webrtc://h/a/s?txTime=1&txSecret=${secret}`) : [];
    const message = playing ? `${pick(["", "no stream ", "a/"])}${secret}${pick(["", "!", "/x"])}` : text;
    const journal = new Journal(undefined, () => known);
    const error = new LEBError(pick(["refused", "network"]), message, { errmsg: text, cause: new Error(text) });
    journal.add(...pick([["rejected", error], ["warning", { ...error, message }], ["fallback", { url: text, reason: error }], ["play", { url: text }]]));
    assert.ok(!JSON.stringify(journal.events).includes(secret), `seed ${seed}, round ${i}: ${JSON.stringify(journal.events)}`);
  }
});

test("a random secret of a play is in no message, entry of the log or diagnostics()", async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
  const rounds = 2000;
  console.log(`redaction fuzz of plays: seed ${seed}, ${rounds} plays`);
  const random = generator(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~+";
  installPage();
  for (let round = 0; round < rounds; round++) {
    const secret = Array.from({ length: 8 + Math.floor(random() * 40) }, () => pick(letters)).join("") + "7";
    const ofURL = random() < 0.5;
    const logged = [];
    const player = new Player(new FakeVideo(async (value) => value), { log: (entry) => logged.push(entry) });
    const module = new FakeModule({ Program, LEBError }, async (value) => value);
    useModule(module);
    void module.load();
    module.arrive();
    const outcome = player.play(`webrtc://h/a/s?txTime=1&txSecret=${ofURL ? secret : "none"}`).catch((error) => error);
    await new Promise(setImmediate);
    const [session] = module.sessions;
    if (!ofURL) session.handle.pc.remoteDescription = { type: "answer", sdp: `v=0\r\na=ice-pwd:${secret}\r\n` };
    const message = `${pick(["", "no stream ", "a/", "失败 "])}${secret}${pick(["", "!", "/x", " "])}`;
    session.note("warning", { code: "refused", message, retryable: false });
    session.note("reconnecting", { attempt: 1, delay: 0, reason: "refused", message });
    session.note("error", { code: "refused", message, retryable: false });
    const error = await outcome;
    const shown = JSON.stringify([error.message, logged, player.summary, player.diagnostics()]);
    assert.equal(error.code, "refused");
    assert.ok(!shown.includes(secret), `seed ${seed}, round ${round}: ${secret} in ${shown}`);
  }
});

/** Returns a generator of numbers in [0, 1) (mulberry32). */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
