// What <leb-video> plays, against a fake player, in thousands of orders of what page, viewer and stream do.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "../loadsource.mjs";

const orders = 5000;
const seed = Number(process.env.SEED || (Math.random() * 2 ** 31) | 0);

const fakePlayer = `
  export class LEBError extends Error {
    constructor(code) { super(code); this.code = code; }
  }
  export const players = [];
  export class Player extends EventTarget {
    state = "idle"; url = null; fallbackActive = false; dead = false; starting = null; switching = null;
    constructor(video) { super(); this.video = video; players.push(this); }
    get live() { return !["idle", "stopped", "failed"].includes(this.state); }
    enter(to) {
      const from = this.state;
      if (from === to) return;
      this.state = to;
      this.dispatchEvent(new CustomEvent("statechange", { detail: { from, to } }));
    }
    abort(code = "aborted") {
      for (const one of [this.starting, this.switching]) one?.reject(new LEBError(code));
      this.starting = this.switching = null;
    }
    play(url) {
      if (this.dead) return Promise.reject(new LEBError("aborted"));
      this.abort();
      this.url = url;
      let starting;
      const started = new Promise((resolve, reject) => (starting = this.starting = { resolve, reject }));
      if (this.live) this.enter("stopped");
      if (this.starting !== starting) return started; // by a listener
      if (url.includes("bad")) this.abort("bad-stream-url");
      else this.enter("offering");
      return started;
    }
    switchTo(url) {
      if (!this.live || this.starting) return this.play(url);
      this.switching?.reject(new LEBError("aborted"));
      return new Promise((resolve, reject) => (this.switching = { url, resolve, reject }));
    }
    async resume() { if (this.live && !this.starting) this.video.go(); }
    pause() { if (this.live && !this.starting) this.video.halt(); }
    async prepare() {}
    async stop() {
      this.abort();
      await null;
      if (this.starting || !this.live) return;
      this.video.empty();
      this.enter("stopped");
    }
    destroy() { this.dead = true; return this.stop(); }
    setOptions() {}
    // What the stream does.
    firstFrame() {
      if (!this.starting) return;
      this.starting.resolve();
      this.starting = null;
      this.video.readyState = 4;
      this.video.go();
      this.enter("playing");
    }
    switched() {
      if (!this.switching) return;
      this.url = this.switching.url;
      this.switching.resolve();
      this.switching = null;
    }
    refuseSwitch() {
      this.switching?.reject(new LEBError("refused"));
      this.switching = null;
    }
    fail() {
      if (!this.live) return;
      const { starting } = this;
      this.abort("network");
      this.video.empty();
      this.enter("failed");
      if (!starting) this.dispatchEvent(new CustomEvent("error", { detail: new LEBError("network") }));
    }
    wait(state) {
      if (this.live && !this.starting) this.enter(state);
    }
  }`;

const { LiveSource, players } = await load(`export { LiveSource } from "./element/livesource.js"; export { players } from "leb-player";`, {
  replaced: { "leb-player": fakePlayer },
});

/** The inner video, as far as the source looks at it. */
class FakeVideo extends EventTarget {
  HAVE_CURRENT_DATA = 2;
  readyState = 0;
  paused = true;
  ended = false;
  seekable = [];
  go() {
    if (!this.paused) return;
    this.paused = false;
    this.dispatchEvent(new Event("play"));
    this.dispatchEvent(new Event("playing"));
  }
  halt() {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
  empty() {
    this.paused = true;
    this.readyState = 0;
    queueMicrotask(() => this.dispatchEvent(new Event("emptied")));
  }
}

const rejections = [];
process.on("unhandledRejection", (reason) => rejections.push(reason));

/** Lets everything happen that waits for nothing outside. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** An element with its source. */
class Walk {
  calls = [];
  told = [];
  constructor() {
    players.length = rejections.length = 0;
    this.host = Object.assign(new EventTarget(), { src: "", autoplay: false, preload: "", isConnected: true, renditions: [] });
    this.video = new FakeVideo();
    this.source = new LiveSource(this.host, this.video, () => ({}));
    for (const type of ["play", "playing", "pause", "waiting", "emptied"]) this.video.addEventListener(type, (event) => this.source.relay(event));
    for (const type of ["play", "playing", "pause", "waiting", "emptied", "error"]) this.host.addEventListener(type, () => this.hear(type));
  }

  hear(type) {
    const before = this.told.filter((type) => ["playing", "waiting", "pause", "emptied"].includes(type)).pop();
    this.twice ||= type === "playing" && before === "playing";
    this.told.push(type);
    if (type === this.reaction?.type) {
      const { act } = this.reaction;
      this.reaction = null;
      act();
    }
  }

  setSrc(src) {
    this.host.src = src;
    queueMicrotask(() => this.source.update());
  }

  play() {
    const call = { settled: false };
    this.calls.push(call);
    this.source.play().then(
      () => (call.settled = true),
      (error) => Object.assign(call, { settled: true, error }),
    );
  }

  check() {
    const { source, video, host } = this;
    assert.deepEqual(rejections.map(String), [], "no rejection is left unhandled");
    assert.ok(players.filter(({ dead }) => !dead).length <= 1, "there is one player");
    assert.equal(source.api === null, host.src === "", "there is a player if there is a src");
    assert.ok(!source.api?.dead, "the player is alive");
    const { state } = source.api ?? {};
    if (state === "playing") assert.equal(source.error, null, "what plays has no failure");
    assert.ok(!this.twice, "playing is told once");
    if (state === "offering") assert.ok(!source.paused, "a start is not paused");
    if (state === "failed") assert.ok(source.error, "what has failed has a failure");
    const last = this.told.filter((type) => ["play", "pause", "emptied", "error"].includes(type)).pop();
    if (last === "play") assert.ok(!source.paused, "after play it is not paused");
    if (last === "pause") assert.ok(source.paused, "after pause it is paused");
    const heard = this.told.filter((type) => ["playing", "waiting"].includes(type)).pop();
    if (state === "playing" && !video.paused) assert.equal(heard, "playing", "what plays has said so");
    if (state === "stalled") assert.equal(heard, "waiting", "what waits has said so");
    assert.ok(source.readyState < 3 || ["playing", "paused"].includes(state), "what waits has no future data");
  }

  /** Whatever has happened, a src that is good plays. */
  async end() {
    this.reaction = null;
    this.setSrc("webrtc://d/live/last");
    this.play();
    await turn();
    const { api } = this.source;
    api.firstFrame();
    api.switched();
    await turn();
    this.check();
    assert.equal(api, this.source.api);
    assert.deepEqual([api.url, this.source.paused, this.source.error], ["webrtc://d/live/last", false, null], "plays in the end");
    assert.ok(this.calls.every(({ settled }) => settled), "every play() settles");
    this.setSrc("");
    await turn();
    this.check();
    assert.ok(!players.some(({ live }) => live), "nothing plays without a src");
  }
}

const abr = "webrtc://d/live/s?tabr_bitrates=a,b&tabr_start_bitrate=a";
const does = {
  "a stream is set": (walk) => walk.setSrc("webrtc://d/live/a"),
  "another stream is set": (walk) => walk.setSrc("webrtc://d/live/b"),
  "a stream of two bitrates is set": (walk) => walk.setSrc(abr),
  "a bad URL is set": (walk) => walk.setSrc("bad"),
  "the src is removed": (walk) => walk.setSrc(""),
  "autoplay is set or removed": ({ host }) => (host.autoplay = !host.autoplay),
  "options are changed": ({ source }) => source.outdate(),
  "play()": (walk) => walk.play(),
  "pause()": ({ source }) => source.pause(),
  "load()": ({ source }) => source.load(),
  "the element is removed": ({ source }) => source.stop(),
  "another bitrate is selected": ({ source }) => (source.renditions.selectedIndex = (source.renditions.selectedIndex + 1) % 2),
  "the first frame comes": ({ source }) => source.api?.firstFrame(),
  "the stream stalls": ({ source }) => source.api?.wait("stalled"),
  "the stream is pulled again": ({ source }) => source.api?.wait("reconnecting"),
  "the stream goes on": ({ source, video }) => source.api?.wait(video.paused ? "paused" : "playing"),
  "the stream fails": ({ source }) => source.api?.fail(),
  "the switch succeeds": ({ source }) => source.api?.switched(),
  "the switch fails": ({ source }) => source.api?.refuseSwitch(),
  "a listener of error plays": (walk) => (walk.reaction = { type: "error", act: () => walk.play() }),
  "a listener of play pauses": (walk) => (walk.reaction = { type: "play", act: () => walk.source.pause() }),
  "a listener of emptied plays": (walk) => (walk.reaction = { type: "emptied", act: () => walk.play() }),
  "and at once": null,
};

/** What matters most comes more often. */
const often = ["play()", "pause()", "a stream is set", "the first frame comes", "the element is removed"];
const atOnce = "and at once";
const names = [...Object.keys(does), ...often, ...often, ...Array(8).fill(atOnce)];

test(`<leb-video> in ${orders} orders; SEED=${seed}`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 4, maxLength: 24, size: "max" }), async (steps) => {
      const walk = new Walk();
      for (const [i, name] of steps.entries()) {
        const { reaction } = walk;
        does[name]?.(walk);
        if (name === atOnce || steps[i + 1] === atOnce) continue;
        await turn();
        walk.check();
        const { source, host } = walk;
        if (name === "play()" && !reaction) assert.ok(source.active || source.error || !host.src, "play() has an effect");
      }
      await turn();
      await walk.end();
    }),
    { seed, numRuns: orders },
  );
});
