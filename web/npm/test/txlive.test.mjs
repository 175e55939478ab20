// TXLivePlayer's interface over a player that does what the test says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../loadsource.mjs";

const fakePlayer = `
  export const version = "1.2.3";
  export const players = [];
  export class Player extends EventTarget {
    constructor(video, options) {
      super();
      Object.assign(this, { video, options, sessionId: "s", stats: null, summary: { watched: 0, stalled: 0, stalls: 0 } });
      players.push(this);
    }
    tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
    enter(to) { this.tell("statechange", { to, summary: this.summary }); }
    play(url) { return new Promise((resolve, reject) => Object.assign(this, { url, resolve, reject })); }
    switchTo(url) { return new Promise((resolve, reject) => Object.assign(this, { target: url, resolve, reject })); }
    async destroy() { this.enter("stopped"); }
  }`;

const { Play, optionsOf, onlyBitrateDiffers, seiOf, players } = await load(
  `export { Play } from "./txlive/play.js"; export { optionsOf } from "./txlive/config.js"; export { onlyBitrateDiffers } from "./txlive/bitrate.js";
   export { seiOf } from "./txlive/sei.js"; export { players } from "leb-player";`,
  { replaced: { "leb-player": fakePlayer } },
);

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Returns a play that has begun, its player, and the codes told from then on. */
function begun(url = "webrtc://h/live/a") {
  const told = [];
  const video = { paused: false };
  const play = new Play(video, url, {}, { onPlayEvent: (...event) => told.push(event) });
  const player = players.at(-1);
  play.start();
  for (const state of ["offering", "pulling", "connecting"]) player.enter(state);
  player.tell("icestate", { iceConnectionState: "connected" });
  player.enter("playing");
  const codes = () => told.splice(0).map(([code]) => code);
  assert.deepEqual(codes(), [1007, 1008, 1001, 1002, 1003]);
  return { play, player, video, told, codes };
}

test("a stall that passes", () => {
  const { player, codes } = begun();
  player.tell("stall", {});
  player.enter("stalled");
  player.enter("playing");
  player.tell("recovered", { duration: 900, attempts: 0 });
  assert.deepEqual(codes(), [1009, 1010]);
});

test("a pull that is requested after its delay, and one that is there before that", async () => {
  const { player, codes } = begun();
  player.enter("reconnecting");
  player.tell("reconnecting", { reason: "closed", delay: 0, attempt: 1 });
  assert.deepEqual(codes(), [1005]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(codes(), [1007]);
  player.tell("reconnecting", { reason: "no-media", delay: 60_000, attempt: 2 });
  player.enter("playing");
  player.tell("recovered", { duration: 900, attempts: 2 });
  assert.deepEqual(codes(), [1006, 1005, 1007, 1008, 1001, 1002, 1003]);
});

const failures = [
  [{ code: "refused", errcode: 403, errmsg: "no" }, [-2002]],
  [{ code: "network" }, [-2004]],
  [{ code: "closed" }, [-2004]],
  [{ code: "no-media" }, [1006, -2004]],
  [{ code: "decode-failed" }, [-2005]],
  [{ code: "negotiation" }, [-2001]],
  [{ code: "unsupported" }, [-2001]],
  [{ code: "aborted" }, []],
];
for (const [error, expected] of failures) {
  test(`a play that fails with ${error.code}`, async () => {
    const { play, player, codes, told } = begun();
    player.tell("error", { message: "why", ...error });
    assert.equal(play.phase, error.code === "aborted" ? "starting" : "ended");
    if (error.code === "refused") assert.deepEqual(told[0][1], { message: "errCode:403, errMsg:no" });
    assert.deepEqual(codes(), expected);
    await turn();
    player.tell("error", { message: "again", code: "network" });
    assert.deepEqual(codes(), error.code === "aborted" ? [-2004] : [], "told once");
  });
}

test("stop() resolves once 1004 has been told, and nothing follows", async () => {
  const { play, player, codes } = begun();
  await play.stop();
  assert.deepEqual(codes(), [1004]);
  player.reject({ code: "aborted", message: "" });
  await turn();
  assert.deepEqual(codes(), []);
});

test("a switch that fails leaves the play as it was", async () => {
  const { play, player, codes } = begun();
  const switched = play.switchTo("webrtc://h/live/b");
  player.reject({ code: "refused", message: "no" });
  await switched;
  player.enter("stalled");
  player.enter("playing");
  assert.deepEqual(codes(), [1007, -2006]);
  assert.notEqual(play.phase, "ended");
});

test("a switch that another one aborts", async () => {
  const { play, player, codes } = begun();
  const aborted = play.switchTo("webrtc://h/live/b");
  const { reject } = player;
  const switched = play.switchTo("webrtc://h/live/c");
  reject({ code: "aborted", message: "" });
  await aborted;
  player.resolve();
  await switched;
  assert.deepEqual(codes(), [1007, 1007, 1008, 1001, 1002, 1003]);
});

test("the bitrate alone", () => {
  const url = (start, more = "") => `webrtc://h/live/a?tabr_bitrates=x,y&tabr_start_bitrate=${start}${more}`;
  assert.equal(onlyBitrateDiffers(url("x"), url("y")), true);
  assert.equal(onlyBitrateDiffers(url("x"), url("y").replace("/a?", "/b?")), false);
  assert.equal(onlyBitrateDiffers(url("x", "&tabr_control=auto"), url("y", "&tabr_control=auto")), false);
  assert.equal(onlyBitrateDiffers("webrtc://h/live/a", "webrtc://h/live/a"), false);
});

test("options by the configuration", () => {
  const { retry, ...rest } = optionsOf({ connectRetryCount: 2, connectRetryDelay: 2, connectTimeout: 3, receiveAudio: false, receiveSEI: {}, signalDomain: "a.example", maxReceiveFailCount: 5 });
  assert.deepEqual(retry, { maxAttempts: 2, baseDelay: 2000 });
  assert.deepEqual([rest.startTimeout, rest.stallTimeout, rest.audio, rest.video, rest.sei, rest.signalURL, rest.log], [10_000, 5000, false, true, true, "https://a.example", undefined]);
  const bare = optionsOf({ connectRetryCount: "many", connectTimeout: 30, signalDomain: { protocol: "http", domain: "b:1" }, playerOptions: { latency: 500 } });
  assert.deepEqual([bare.retry.maxAttempts, bare.startTimeout, bare.signalURL, bare.latency, bare.autoplay], [3, 30_000, "http://b:1", 500, "manual"]);
  assert.equal(optionsOf({ signalDomain: {} }).signalURL, undefined);
});

test("SEI messages have their UUID in front", () => {
  const { data, ...rest } = seiOf({ type: 5, uuid: "00010203-0405-0607-0809-0a0b0c0d0e0f", payload: Uint8Array.of(255), rtpTimestamp: 1 });
  assert.deepEqual([...data], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255]);
  assert.deepEqual(rest, { payloadType: 5, payloadSize: 17, type: "user_data_unregistered" });
  assert.equal(seiOf({ type: 200, payload: new Uint8Array(2), rtpTimestamp: 1 }).type, "unknown type");
});
