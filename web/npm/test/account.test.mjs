import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../loadsource.mjs";

const { Account } = await load(`export { Account } from "./account.js"`);

/** An account, and a clock that the test moves. */
function open() {
  const clock = { now: 1000 };
  const account = new Account(() => clock.now);
  /** Enters states, each after so many ms. */
  const go = (...steps) => {
    for (const [after, state] of steps) {
      clock.now += after;
      account.entered(state);
    }
  };
  return { account, clock, go };
}

const track = (ssrc, bytesReceived, bitrate) => ({ ssrc, bytesReceived, bitrate });

test("a play without a first frame", () => {
  const { account, go } = open();
  go([10, "offering"], [500, "reconnecting"], [3000, "failed"]);
  account.failed({ code: "timeout", message: "no first frame", retryable: true });
  assert.deepEqual(account.summary, {
    watched: 0,
    stalled: 0,
    stalls: 0,
    repulls: {},
    bytes: 0,
    bitrate: 0,
    error: { code: "timeout", message: "no first frame" },
  });
});

test("time is counted by state, up to now", () => {
  const { account, clock, go } = open();
  account.heard("firstframe", { elapsed: 180 });
  go([180, "playing"], [5000, "stalled"], [700, "reconnecting"], [300, "playing"], [2000, "paused"], [60_000, "playing"]);
  clock.now += 400;
  const { firstFrame, watched, stalled, stalls } = account.summary;
  assert.deepEqual({ firstFrame, watched, stalled, stalls }, { firstFrame: 180, watched: 7400, stalled: 1000, stalls: 1 });
  go([100, "stopped"]);
  clock.now += 9999;
  assert.equal(account.summary.watched, 7500);
});

test("a fallback's first frame is that of playing", () => {
  const { account, go } = open();
  go([200, "reconnecting"], [900, "playing"]);
  assert.equal(account.summary.firstFrame, 1100);
  assert.equal(account.summary.stalls, 0);
});

test("new pulls are counted by their reason, and the latest failure stays", () => {
  const { account } = open();
  for (const reason of ["closed", "no-media", "closed"]) account.heard("reconnecting", { attempt: 1, delay: 0, reason, message: `it is ${reason}` });
  const { repulls, error } = account.summary;
  assert.deepEqual(repulls, { closed: 2, "no-media": 1 });
  assert.deepEqual(error, { code: "closed", message: "it is closed" });
});

test("bytes go on over a new pull, whose counters begin from 0", () => {
  const { account } = open();
  account.heard("stats", { audio: track(1, 100, 800), video: track(2, 1000, 8000) });
  account.heard("stats", { audio: track(1, 250, 1200), video: track(2, 3000, 16_000) });
  account.heard("stats", { video: track(2, 500, 4000) }); // the same ssrc
  account.heard("stats", { audio: track(7, 300, 0), video: track(2, 700, 2000) });
  assert.equal(account.summary.bytes, 250 + 300 + 3000 + 700);
  assert.equal(account.summary.bitrate, (8800 + 17_200 + 4000 + 2000) / 4);
});

test("a summary is a copy", () => {
  const { account } = open();
  account.summary.repulls.closed = 5;
  assert.deepEqual(account.summary.repulls, {});
});
