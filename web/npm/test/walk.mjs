// One walk of the model test: the page, its players, what the viewer does, and the laws that hold after every step and at the end.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { FakeStream, FakeVideo } from "./fakepage.mjs";
import { FakeModule } from "./fakeprogram.mjs";

const over = ["idle", "stopped", "failed"];
const failures = [];
process.on("unhandledRejection", (reason) => failures.push(reason));

/** Lets everything happen that waits for nothing outside. */
export function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a page may pass as `fallback`, by name. `later` keeps a promise until the walk answers it. */
const fallbacks = {
  none: () => undefined,
  "the usual URL": () => true,
  "a URL": () => "https://host.example/live.m3u8",
  "a function that gives a URL": () => () => "https://host.example/live.m3u8",
  "a function that takes over": () => () => undefined,
  "a function that throws": () => () => {
    throw new Error("by the page");
  },
  "an async function": ({ later }) => () => later(),
};
export const fallbackNames = Object.keys(fallbacks);

/** The page with two players, A and B, and everything that the walk has done to them. */
export class Walk {
  calls = [];
  signals = [];
  /** The answers that asynchronous fallbacks wait for. */
  awaited = [];
  videos;
  players;
  /** Counts the streams: each play has its own, so that its session is known by the URL. */
  #streams = 0;
  /** Counts the volumes that show whether the sound has gone along with a player. */
  #volumes = 0;
  #ending = false;

  /** @param shell the exports of the shell's bundle */
  constructor(shell, scheduler, { oneVideo, fallback, autoplay, badURL, loaded }) {
    this.shell = shell;
    this.scheduler = scheduler;
    const schedule = (value, label) => this.#schedule(value, label);
    this.module = new FakeModule(shell, schedule, { badURL });
    shell.useModule(this.module);
    if (loaded && !badURL) {
      void this.module.load();
      this.module.arrive();
    }
    this.videos = [1, 2, 3].map(() => ({ video: new FakeVideo(schedule), holder: null, muted: false, volume: 1, unknown: false, foreign: null }));
    const options = { autoplay, fallback: fallbacks[fallback](this) };
    this.fallback = fallback;
    this.players = [0, 1].map((i) => this.#makePlayer(this.videos[oneVideo ? 0 : i], options));
    failures.length = 0;
  }

  #schedule(value, label) {
    return this.scheduler.schedule(Promise.resolve(), label).then(() => value);
  }

  later = () => new Promise((resolve, reject) => this.awaited.push({ resolve, reject }));

  #makePlayer(screen, options) {
    const player = new this.shell.Player(screen.video, options);
    const entry = { player, screen, state: "idle", latency: undefined, reactions: [], prepared: [], moves: 0, controller: null, stopped: false, destroyed: false };
    player.addEventListener("statechange", ({ detail: { from, to } }) => {
      this.#law(from === entry.state, "`from` is the last `to`");
      this.#law(from !== to, "a change of the state changes it");
      entry.state = to;
      if (to === "failed") this.#law(!entry.stopped, "a stopped player neither fails nor falls back");
      this.#react(entry, to);
    });
    for (const type of ["error", "fallback", "firstframe", "autoplayblocked"]) {
      player.addEventListener(type, () => {
        // The error of a failure comes after its statechange, whose listener may have stopped the player.
        const begins = type === "fallback" || (type === "error" && entry.state !== "failed");
        if (begins) this.#law(!entry.stopped, "a stopped player neither fails nor falls back");
        this.#react(entry, type);
      });
    }
    return entry;
  }

  /** Does what the page's listeners were told to do at an event. Each does it once. */
  #react(entry, event) {
    if (this.#ending) return;
    const reaction = entry.reactions.find((one) => one.event === event);
    if (!reaction) return;
    entry.reactions.splice(entry.reactions.indexOf(reaction), 1);
    reaction.act();
  }

  /** Notes that a law is broken. Listeners do so, because their exceptions would not reach the walk. */
  #law(holds, law) {
    if (!holds) this.broken ??= law;
  }

  /** Follows a promise of the player. */
  #follow(kind, entry, promise, url) {
    const call = { kind, entry, url, settled: false, error: undefined, expected: undefined };
    this.calls.push(call);
    promise.then(
      () => (call.settled = true),
      (error) => {
        call.settled = true;
        call.error = error;
        call.check?.();
      },
    );
    return call;
  }

  play(entry, withSignal, url = this.#newURL()) {
    this.#hold(entry);
    const controller = withSignal ? new AbortController() : null;
    if (controller) {
      this.signals.push(controller.signal);
      entry.controller = controller;
    }
    this.#follow("play", entry, entry.player.play(url, controller ? { signal: controller.signal } : {}), url);
  }

  switchTo(entry, url = this.#newURL()) {
    this.#hold(entry);
    this.#follow("switchTo", entry, entry.player.switchTo(url), url);
  }

  #newURL() {
    return `webrtc://host.example/live/${this.#streams++}`;
  }

  /** The player has the video from now on. */
  #hold(entry) {
    if (entry.destroyed) return;
    entry.screen.holder = entry;
    entry.stopped = false;
  }

  setOptions(entry, latency) {
    try {
      entry.player.setOptions({ latency });
      entry.latency = latency;
    } catch (error) {
      this.#law(error instanceof this.shell.LEBError && error.code === "bad-option", "a bad option is a LEBError");
    }
  }

  pause(entry) {
    const { video, holder } = entry.screen;
    const { paused } = video;
    entry.player.pause();
    this.#law(holder === entry || video.paused === paused, "a player leaves a video alone that another one has");
  }

  /** The player goes on in the next video but `distance`. */
  attach(entry, distance) {
    const { screen: from, player } = entry;
    const to = this.videos[(this.videos.indexOf(from) + distance) % this.videos.length];
    // No other volume is the same, so that it tells whether the sound has gone along.
    this.turnUp(from, ++this.#volumes / 2 ** 20);
    const plays = this.#own(entry).some(({ live }) => live) && !entry.stopped;
    player.attach(to.video);
    const moved = to.video.volume === from.volume;
    this.#law(player.video === to.video, "the player has the video that it was given");
    this.#law(moved || !plays, "a play moves to the new video");
    this.#law(!moved || !entry.stopped, "a stopped player leaves the new video alone");
    entry.moves++;
    entry.screen = to;
    if (!moved) return;
    if (from.holder === entry) from.holder = null;
    Object.assign(to, { holder: entry, volume: from.volume, muted: from.muted, unknown: from.unknown });
  }

  /** Someone else takes over the video. The player's mute may stay in it. */
  takeOver(screen) {
    screen.unknown = true;
    screen.video.srcObject = screen.foreign = new FakeStream();
  }

  /** The sessions of a player's calls. */
  #own(entry) {
    return this.module.sessions.filter(({ url }) => this.calls.some((call) => call.entry === entry && call.url === url));
  }

  stop(entry) {
    const own = this.#own(entry);
    const moved = this.players.some(({ moves }) => moves > 0);
    const last = this.module.sessions.indexOf(own.at(-1));
    const shared = this.module.sessions.slice(0, last + 1).filter(({ video }) => video === entry.screen.video && !moved);
    const stopped = [...own, ...shared];
    entry.stopped = true;
    const promise = entry.player.stop();
    this.#follow("stop", entry, promise);
    promise.then(() => this.#law(!stopped.some(({ untold }) => untold), "stop() waits until the server knows"), () => undefined);
  }

  /** Ends the player, where the shell has a way to. */
  destroy(entry) {
    if (typeof entry.player.destroy !== "function") return;
    entry.destroyed = entry.stopped = true;
    this.#follow("destroy", entry, entry.player.destroy());
  }

  resume(entry) {
    const { moves } = entry;
    const session = this.session(entry);
    const told = session?.told;
    const call = this.#follow("resume", entry, entry.player.resume());
    call.check = () => {
      const others = this.calls.some((other) => other !== call && other.kind === "resume" && !other.settled);
      const { video, muted, unknown } = entry.screen;
      const comparable = told && session.live && session === this.session(entry) && entry.moves === moves && !others;
      if (comparable && call.error?.name === "AbortError") this.#law(video.muted === muted, "only a refusal mutes the video");
      // It may have been another video when resume() was called.
      if (!video.hasRefused && !unknown) queueMicrotask(() => this.#law(video.muted === muted, "only a refusal mutes this video"));
    };
  }

  prepare(entry) {
    this.#follow("prepare", entry, entry.player.prepare());
  }

  prepareStream(entry) {
    const url = this.#newURL();
    entry.prepared.push(url);
    this.#follow("prepare", entry, entry.player.prepare(url));
  }

  /** Another stream than that of the last play: each is played once, so that its session is known. */
  preparedStream(entry) {
    return entry.prepared.pop();
  }

  /** The viewer mutes or unmutes the video. */
  mute(screen, muted) {
    // Go takes a mute for its own that follows its own before it could tell.
    screen.unknown = muted && this.#mutes(screen);
    screen.video.muted = screen.muted = muted;
  }

  /** Reports whether a program has muted the video and not yet told of it, because it waits for the browser. */
  #mutes(screen) {
    return this.module.sessions.some(({ video, live, muting }) => video === screen.video && live && muting);
  }

  /** The viewer changes the volume. */
  turnUp(screen, volume) {
    screen.video.volume = screen.volume = volume;
  }

  /** The session in a video, or the last one there was. */
  session({ screen }) {
    const sessions = this.module.sessions.filter(({ video }) => video === screen.video);
    return sessions.find(({ live }) => live) ?? sessions.at(-1);
  }

  /** The session answers its play: the promise of play() must say the same. */
  answer(entry, act, code) {
    const session = this.session(entry);
    const call = this.calls.find(({ kind, url }) => kind !== "stop" && session && url === session.url);
    const counts = session?.live && call && !call.settled && (!code || this.fallback === "none");
    if (counts) call.expected ??= code ?? "success";
    if (session) act(session);
  }

  die() {
    // Nobody but the program knows of a mute that it has not told of.
    for (const screen of this.videos) screen.unknown ||= this.#mutes(screen);
    this.module.die();
  }

  async release() {
    if (this.scheduler.count() > 0) await this.scheduler.waitOne();
  }

  async #drain() {
    await turn();
    while (this.scheduler.count() > 0) {
      await this.scheduler.waitOne();
      await turn();
    }
  }

  /** The laws that hold between any two turns. */
  check() {
    if (this.broken) assert.fail(this.broken);
    assert.ok(!this.module.misused, "an offer is used once");
    const pulls = this.module.pulls.map(({ url }) => url);
    for (const { prepared } of this.players) {
      assert.ok(prepared.filter((url) => pulls.includes(url)).length <= 2, "a player holds two pulls at most");
    }
    for (const { url } of this.module.sessions) assert.ok(!pulls.includes(url), "a play takes the pull of its stream");
    for (const { video } of this.videos) {
      const live = this.module.sessions.filter((session) => session.video === video && session.live);
      assert.ok(live.length <= 1, "a video has one live session at most");
    }
    for (const { url, live, latency } of this.module.sessions) {
      const call = this.calls.find((call) => call.url === url);
      assert.ok(!live || latency === call.entry.latency, "a session has the options of its player");
    }
    for (const { kind, expected, settled, error } of this.calls) {
      if (!expected || kind !== "play") continue;
      assert.ok(settled, "a play settles with its answer");
      assert.equal(error?.code ?? "success", expected, "a play settles as the session does");
    }
    assert.deepEqual(failures.map(String), [], "no rejection is left unhandled");
  }

  /** Stops everything, lets all that waits come to its end, and checks what must be left then: nothing. */
  async end(destroying) {
    await this.#drain();
    this.check();
    this.#ending = true;
    for (const entry of this.players) {
      this.stop(entry);
      if (destroying) this.destroy(entry);
    }
    await this.#drain();
    // A download that never ends keeps only the calls that wait for nothing else.
    this.#checkSettled((call) => call.kind !== "prepare");
    this.module.arrive();
    for (const { resolve } of this.awaited) resolve("https://host.example/live.m3u8");
    await this.#drain();
    this.check();
    this.#checkSettled(() => true);
    this.#checkLeftovers();
  }

  #checkSettled(concerned) {
    const open = this.calls.filter((call) => concerned(call) && !call.settled).map(({ kind }) => kind);
    assert.deepEqual(open, [], "every promise settles");
    const foreign = this.calls.filter(({ kind, error }) => error && kind !== "resume" && !(error instanceof this.shell.LEBError));
    assert.deepEqual(foreign.map(({ error }) => String(error)), [], "rejections are LEBErrors");
    const stops = this.calls.filter(({ kind, error }) => error && (kind === "stop" || kind === "destroy"));
    assert.deepEqual(stops.map(({ error }) => String(error)), [], "stop() never rejects");
  }

  #checkLeftovers() {
    const { sessions, offers } = this.module;
    assert.ok(!sessions.some(({ live }) => live), "no session is left");
    assert.ok(!sessions.some(({ handle }) => handle.pc.open || handle.beside?.open), "no connection is left");
    assert.ok(!this.signals.some((signal) => getEventListeners(signal, "abort").length), "no listener is left on a signal");
    for (const { player, state } of this.players) {
      assert.equal(player.state, state, "the state is the last `to`");
      assert.ok(over.includes(state) && !player.fallbackActive, "a stopped player is not active");
    }
    if (this.players.every(({ destroyed }) => destroyed)) assert.ok(!offers.some(({ id, dead }) => id && !dead), "no offer is left");
    assert.ok(!offers.some(({ url, pc }) => url && pc.open), "no pull is left");
    for (const { video, muted, volume, unknown, foreign } of this.videos) {
      assert.deepEqual(video.heard, [], "no listener is left on the video");
      assert.ok(video.srcObject === null || video.srcObject === foreign, "no stream is left in the video");
      assert.equal(video.src, "", "no source is left in the video");
      assert.equal(video.volume, volume, "the volume is the viewer's");
      if (!unknown) assert.equal(video.muted, muted, "the mute is the viewer's");
    }
  }
}
