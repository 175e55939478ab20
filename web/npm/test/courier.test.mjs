import assert from "node:assert/strict";
import fs from "node:fs";
import { beforeEach, test } from "node:test";
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

  answer(...answers) {
    this.onmessage({ data: answers });
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
const failure = { name: "TypeError", message: "Failed to fetch" };

const post = (courier, host = "server") => courier.post(`https://${host}.example/report`, "text/plain", "{}");

/** Lets the time pass for which requests wait for others. @returns what the worker has been sent since */
function sendAll(context) {
  const { sent } = FakeWorker.newest;
  const before = sent.length;
  context.mock.timers.tick(500);
  return sent.slice(before);
}

/** The numbers of the requests in a message. */
const numbers = ([requests]) => requests.map(([id]) => id);

beforeEach((context) => context.mock.timers.enable({ apis: ["setTimeout"] }));

test("the requests of many players are one message, and so are their replies", async (context) => {
  const courier = await newCourier();
  const posted = Array.from({ length: 16 }, () => post(courier));
  const sent = sendAll(context);
  assert.deepEqual(sent.map(numbers), [posted.map((_, i) => i + 1)]);
  FakeWorker.newest.answer(...posted.map((_, i) => [i + 1, reply]));
  assert.deepEqual(await Promise.all(posted), posted.map(() => reply));
  assert.deepEqual(sendAll(context), []);

  post(courier);
  assert.deepEqual(sendAll(context).map(numbers), [[17]]);
});

test("a request that Go gives up before it is sent is left out alone", async (context) => {
  const courier = await newCourier();
  const [, second] = [1, 2, 3].map(() => post(courier));
  courier.cancel(second, false);
  assert.equal(await second, null, "Go would wait with functions for ever");
  assert.deepEqual(sendAll(context).filter(Array.isArray).map(numbers), [[1, 3]]);
});

test("a request that Go gives up is aborted in the worker alone, and says nothing about the worker", async (context) => {
  const courier = await newCourier();
  const [given, other] = [post(courier), post(courier)];
  sendAll(context);
  const worker = FakeWorker.newest;
  courier.cancel(given, false);
  assert.equal(worker.sent.at(-1), 1);
  assert.equal(await given, null);
  worker.answer([1, undefined, { name: "AbortError", message: "aborted" }]);
  worker.answer([2, reply]);
  assert.deepEqual(await other, reply);
  assert.equal(worker.terminated, false);
});

test("what is given up after the answer sends nothing", async (context) => {
  const courier = await newCourier();
  const posted = post(courier);
  sendAll(context);
  FakeWorker.newest.answer([1, reply]);
  assert.deepEqual(await posted, reply);
  courier.cancel(posted, false);
  assert.equal(FakeWorker.newest.sent.length, 1);
});

test("a worker that fails before it has brought a reply is given up, for all requests", async (context) => {
  const courier = await newCourier();
  const two = [post(courier), post(courier)];
  sendAll(context);
  const late = post(courier);
  FakeWorker.newest.answer([1, undefined, failure]);
  assert.deepEqual(await Promise.all([...two, late]), [null, null, null]);
  assert.equal(FakeWorker.newest.terminated, true);
  assert.equal(await post(courier), null);
  assert.deepEqual(sendAll(context), []);
});

test("a server that can't be reached does not fail the others, even of the first requests", async (context) => {
  const courier = await newCourier();
  const [failing, other] = [post(courier, "dead"), post(courier)];
  sendAll(context);
  FakeWorker.newest.answer([1, undefined, failure], [2, reply]);
  await assert.rejects(failing, failure);
  assert.deepEqual(await other, reply);
  assert.equal(FakeWorker.newest.terminated, false);
});

test("a worker that has fallen silent is given up", async (context) => {
  const courier = await newCourier();
  const [silent, other] = [post(courier), post(courier)];
  sendAll(context);
  courier.cancel(silent, true);
  assert.equal(FakeWorker.newest.terminated, true);
  assert.deepEqual(await Promise.all([silent, other]), [null, null]);
});

/** Runs the worker with a server that answers at once. @returns what the server has got, the messages to the page, and how to send messages */
function startWorker() {
  const got = [];
  const messages = [];
  let receive;
  const fetch = async (url, { body, signal }) => {
    signal.throwIfAborted();
    if (url.includes("dead")) throw new TypeError("Failed to fetch");
    got.push(body);
    return new Response("{}", { headers: { "Retry-After": "3" } });
  };
  const addEventListener = (_, listener) => (receive = listener);
  const postMessage = (message) => messages.push(JSON.parse(JSON.stringify(message)));
  const source = fs.readFileSync(new URL("../src/courierworker.js", import.meta.url), "utf8");
  const later = (work, ms = 0) => setTimeout(work, ms); // which the test's clock asks for
  vm.runInNewContext(source, { fetch, addEventListener, postMessage, AbortController, TextDecoder, setTimeout: later, clearTimeout });
  return { got, messages, send: (data) => receive({ data }) };
}

/** Lets what is under way in the worker come to its end. */
async function settle(context) {
  for (let i = 0; i < 20; i++) {
    context.mock.timers.tick(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const request = (id) => [id, `https://${id < 0 ? "dead" : "server"}.example/report`, "text/plain", `report ${id}`];
const batch = (...ids) => [ids.map(request), "https://page.example/", 4500, 65536];
const answered = (id) => [id, { status: 200, retryAfter: "3", body: "{}" }];

test("the worker answers a batch in one message, whatever fails in it", async (context) => {
  const { got, messages, send } = startWorker();
  send(batch(1, -2, 3));
  await settle(context);
  assert.deepEqual(got, ["report 1", "report 3"]);
  assert.equal(messages.length, 1);
  assert.deepEqual(messages[0].toSorted(([a], [b]) => a - b), [[-2, null, failure], answered(1), answered(3)]);
});

test("the worker sends no request that is given up before its turn, and the others", async (context) => {
  const { got, messages, send } = startWorker();
  send(batch(1, 2));
  send(1);
  await settle(context);
  assert.deepEqual(got, ["report 2"]);
  const [aborted, other] = messages.flat().toSorted(([a], [b]) => a - b);
  assert.equal(aborted[2].name, "AbortError");
  assert.deepEqual(other, answered(2));
});

test("the worker ignores what is for the other half of its file, and what it no longer sends", async (context) => {
  const { got, messages, send } = startWorker();
  send(null);
  send(7);
  await settle(context);
  assert.deepEqual([got, messages], [[], []]);
});
