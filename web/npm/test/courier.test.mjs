import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import { load } from "../loadsource.mjs";

globalThis.location = { href: "https://page.example/" };

/** A worker that keeps what it is sent, and answers when the test says so. */
class FakeWorker {
  static newest;
  sent = [];
  terminated = false;

  constructor() {
    FakeWorker.newest = this;
  }

  postMessage(message) {
    this.sent.push(message);
  }

  answer(...answer) {
    this.onmessage({ data: answer });
  }

  terminate() {
    this.terminated = true;
  }
}
globalThis.Worker = FakeWorker;

let pages = 0;

/** Returns the courier of another page. */
async function newCourier() {
  const { courierAt } = await load(`export { courierAt } from "./courier.js"; export const page = ${pages++};`);
  return courierAt();
}

const reply = { status: 200, retryAfter: null, body: "{}" };

test("a request that Go gives up is aborted in the worker, and says nothing about the worker", async () => {
  const courier = await newCourier();
  const abort = new AbortController();
  const given = courier.post("https://server.example/report", "text/plain", "{}", abort.signal);
  const worker = FakeWorker.newest;
  assert.equal(worker.sent[0][0], 1);
  abort.abort();
  assert.equal(worker.sent[1], 1);
  worker.answer(1, undefined, { name: "AbortError", message: "aborted" });
  assert.equal(await given, null, "Go would wait with functions for ever");

  const next = courier.post("https://server.example/report", "text/plain", "{}");
  worker.answer(2, reply);
  assert.deepEqual(await next, reply);
  assert.equal(worker.terminated, false);
});

test("an abort after the answer sends nothing", async () => {
  const courier = await newCourier();
  const abort = new AbortController();
  const posted = courier.post("https://server.example/report", "text/plain", "{}", abort.signal);
  FakeWorker.newest.answer(1, reply);
  assert.deepEqual(await posted, reply);
  abort.abort();
  assert.equal(FakeWorker.newest.sent.length, 1);
});

test("a worker that fails before it has brought a reply is given up, for all requests", async () => {
  const courier = await newCourier();
  const two = [1, 2].map(() => courier.post("https://server.example/report", "text/plain", "{}"));
  FakeWorker.newest.answer(1, undefined, { name: "TypeError", message: "Failed to fetch" });
  assert.deepEqual(await Promise.all(two), [null, null]);
  assert.equal(FakeWorker.newest.terminated, true);
  assert.equal(await courier.post("https://server.example/report", "text/plain", "{}"), null);
});

test("a worker that has brought a reply passes failures on", async () => {
  const courier = await newCourier();
  const first = courier.post("https://server.example/report", "text/plain", "{}");
  FakeWorker.newest.answer(1, reply);
  await first;
  const second = courier.post("https://server.example/report", "text/plain", "{}");
  FakeWorker.newest.answer(2, undefined, { name: "TypeError", message: "Failed to fetch" });
  await assert.rejects(second, { name: "TypeError", message: "Failed to fetch" });
  assert.equal(FakeWorker.newest.terminated, false);
});

test("a worker that has fallen silent is given up", async (context) => {
  context.mock.timers.enable({ apis: ["Date"] });
  const courier = await newCourier();
  const abort = new AbortController();
  void courier.post("https://server.example/report", "text/plain", "{}", abort.signal);
  const other = courier.post("https://server.example/report", "text/plain", "{}");
  context.mock.timers.tick(5000);
  abort.abort(); // as Go does after 5 s
  assert.equal(FakeWorker.newest.terminated, true);
  assert.equal(await other, null);
});

/** Runs the worker with a server that answers at once. @returns what the server has got, what the page has, and how to send messages */
function startWorker() {
  const got = [];
  const answers = [];
  let receive;
  const fetch = async (url, { body, signal }) => {
    signal.throwIfAborted();
    got.push(body);
    return new Response("{}", { headers: { "Retry-After": "3" } });
  };
  const addEventListener = (_, listener) => (receive = listener);
  const postMessage = (answer) => answers.push(answer);
  const source = fs.readFileSync(new URL("../src/courierworker.js", import.meta.url), "utf8");
  vm.runInNewContext(source, { fetch, addEventListener, postMessage, AbortController, TextDecoder, setTimeout, clearTimeout });
  return { got, answers, send: (data) => receive({ data }) };
}

const request = (id) => [id, "https://server.example/report", "text/plain", `report ${id}`, "https://page.example/", 4500, 65536];

test("the worker sends no request that is given up before its turn, and the others", async () => {
  const { got, answers, send } = startWorker();
  const done = [send(request(1)), send(request(2))];
  await send(1);
  await Promise.all(done);
  assert.deepEqual(got, ["report 2"]);
  const [aborted, answered] = answers.toSorted(([a], [b]) => a - b);
  assert.equal(aborted[2].name, "AbortError");
  assert.equal(JSON.stringify(answered), JSON.stringify([2, { status: 200, retryAfter: "3", body: "{}" }]));
});

test("the worker ignores what is for the other half of its file, and what it no longer sends", async () => {
  const { got, answers, send } = startWorker();
  await send(null);
  await send(7);
  assert.deepEqual([got, answers], [[], []]);
});
