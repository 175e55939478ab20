// What the hook and the composable make of a component's video, URL and options, with a fake player.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../loadsource.mjs";

const fakePlayer = `
  export const players = [];
  export class Player extends EventTarget {
    state = "idle"; calls = [];
    constructor(video, options) { super(); Object.assign(this, { video, options }); players.push(this); }
    call(name, argument) {
      this.calls.push([name, argument]);
      return new Promise((resolve, reject) => (this.reject = (code) => reject({ code })));
    }
    enter(to) {
      this.state = to;
      this.dispatchEvent(new CustomEvent("statechange", { detail: { to } }));
    }
    play(url) { this.enter("pulling"); return this.call("play", url); }
    switchTo(url) { return this.call("switchTo", url); }
    stop() { this.enter("stopped"); this.call("stop"); }
    destroy() { this.enter("stopped"); this.call("destroy"); }
    attach(video) { if (video !== this.video) this.call("attach", (this.video = video)); }
    setOptions(options) { this.call("setOptions", options); }
  }`;

const { PlayerKeeper, players } = await load(`export { PlayerKeeper } from "./frameworks/keeper.js"; export { players } from "leb-player";`, {
  replaced: { "leb-player": fakePlayer },
});

const video = { name: "video" };

/** A component that has been following a URL. */
function keep(url = "a", options = {}) {
  players.length = 0;
  const views = [];
  const keeper = new PlayerKeeper((view) => views.push(view));
  keeper.follow(video, { url, ...options });
  const calls = () => players.map(({ calls }) => calls.splice(0).map(([name, argument]) => (argument === undefined ? name : `${name} ${argument.name ?? argument}`)));
  return { keeper, calls, view: () => views.at(-1) };
}

const settled = () => new Promise(setImmediate);

test("nothing plays without a video, or without a URL", () => {
  const { keeper, calls } = keep(null);
  keeper.follow(null, { url: "a" });
  assert.deepEqual(calls(), []);
  keeper.follow(video, { url: "a" });
  keeper.follow(video, { url: "a" });
  assert.deepEqual(calls(), [["play a"]]);
});

test("another URL is a switch, no URL a stop, and another video goes on", () => {
  const { keeper, calls } = keep();
  keeper.follow(video, { url: "b" });
  keeper.follow({ name: "other" }, { url: "b" });
  keeper.follow(video, { url: undefined });
  keeper.follow(video, { url: "b" });
  assert.deepEqual(calls(), [["play a", "switchTo b", "attach other", "attach video", "stop", "play b"]]);
});

test("a switch that fails is a play, unless another URL or the end has come first", async () => {
  const { keeper, calls, view } = keep();
  keeper.follow(video, { url: "b" });
  players[0].reject("refused");
  await settled();
  assert.deepEqual(calls(), [["play a", "switchTo b", "play b"]]);
  assert.equal(view().error, null);

  keeper.follow(video, { url: "c" });
  const { reject } = players[0];
  keeper.follow(video, { url: "d" });
  reject("refused");
  await settled();
  assert.deepEqual(calls(), [["switchTo c", "switchTo d"]]);
});

test("a failure is shown until something plays, whether it comes before or after the first frame", async () => {
  const { keeper, view } = keep();
  players[0].enter("failed");
  players[0].reject("refused");
  await settled();
  assert.deepEqual([view().state, view().error.code], ["failed", "refused"]);
  keeper.follow(video, { url: "b" });
  assert.deepEqual([view().state, view().error], ["pulling", null]);
  players[0].enter("failed");
  players[0].dispatchEvent(new CustomEvent("error", { detail: { code: "network" } }));
  assert.equal(view().error.code, "network");
  players[0].enter("playing");
  assert.equal(view().error, null, "the page has called play()");
});

test("a play that was ended has no error", async () => {
  const { view } = keep();
  players[0].reject("aborted");
  await settled();
  assert.equal(view().error, null);
});

test("other options are given to the player at once, and to another player at the next play", () => {
  const { keeper, calls, view } = keep("a", { latency: 100, audio: true });
  keeper.follow(video, { url: "a", latency: 100, audio: true });
  assert.deepEqual(calls(), [["play a"]]);
  keeper.follow(video, { url: "b", latency: 200, audio: false });
  assert.deepEqual(players[0].calls, [["setOptions", { latency: 200, log: undefined, reports: undefined, retry: undefined, statsInterval: undefined }], ["switchTo", "b"]]);
  keeper.follow(video, { url: null, latency: 200, audio: false });
  keeper.follow(video, { url: "a", latency: 200, audio: false });
  assert.equal(players.length, 2);
  assert.deepEqual(players[1].options, { latency: 200, audio: false });
  assert.equal(view().player, players[1]);
  assert.equal(players[0].calls.at(-1)[0], "destroy");
  players[0].enter("failed");
  assert.equal(view().state, "pulling", "the player before is not shown any more");
});

test("a component that comes back, as in StrictMode, plays with a player of its own", () => {
  const { keeper, calls, view } = keep();
  keeper.end();
  assert.deepEqual(view(), { player: null, state: "idle", error: null });
  keeper.follow(video, { url: "a" });
  assert.deepEqual(calls(), [["play a", "destroy"], ["play a"]]);
});
