// A stand-in for leb.wasm and for the module that loads it.

import { FakeConnection, FakeStream } from "./fakepage.mjs";

/** The code that takes the place of wasm.ts: it passes the calls on to a {@link FakeModule}. */
export const fakeWasm = `
  let module;
  export function useModule(next) { module = next; }
  export function loadProgram(...args) { return module.load(...args); }
  export function isLoaded(...args) { return module.isLoaded(...args); }
`;

/** The greatest latency that Go accepts. */
const greatestLatency = 4000;
const badLatency = { code: "bad-option", message: "latency", retryable: false };

const abortedSwitch = { code: "aborted", message: "replaced", retryable: false };

/** Stands in for the module of a URL: loads when it is told to, and holds all sessions that its programs were given. */
export class FakeModule {
  sessions = [];
  offers = [];
  /** Whether a play was given an offer that could not be used any more, or the pull of another stream, or a pull was discarded twice. */
  misused = false;
  #shell;
  #schedule;
  #loading = null;
  #program = null;

  /**
   * @param shell the shell's own classes Program and LEBError
   * @param schedule settles the promises of the program
   */
  constructor(shell, schedule, { badURL = false } = {}) {
    this.#shell = shell;
    this.#schedule = schedule;
    this.badURL = badURL;
  }

  async load() {
    this.isLoaded();
    if (this.#program) return this.#program;
    this.#loading ??= withResolvers();
    return this.#loading.promise;
  }

  isLoaded() {
    if (this.badURL) throw new this.#shell.LEBError("bad-option", "wasmURL is not a URL");
    return this.#loading !== null || this.#program !== null;
  }

  /** The download ends well. */
  arrive() {
    if (!this.#loading) return;
    this.#program = this.#start();
    this.#loading.resolve(this.#program);
    this.#loading = null;
  }

  /** The download fails. */
  fail() {
    this.#loading?.reject(new this.#shell.LEBError("wasm-load", "cannot load", { retryable: true }));
    this.#loading = null;
  }

  /** The program dies, if there is one. */
  die() {
    this.#program?.go.die("unreachable");
  }

  #start() {
    const go = {
      alive: true,
      start: () => (globalThis.leb = guarded(go, this.#exports(go))),
      die: (reason) => {
        go.alive = false;
        for (const session of this.sessions) if (session.go === go) session.die();
        for (const offer of this.offers) offer.dead = true;
        go.onDeath(reason);
      },
    };
    return new this.#shell.Program(go, { exports: {} }, () => (this.#program = null));
  }

  #exports(go) {
    return {
      version: "fake",
      play: (options, sink) => {
        if (options.prepared) this.#take(options.prepared, options.streamurl);
        const session = new FakeSession(go, options, sink, this.#schedule);
        this.sessions.push(session);
        return session.handle;
      },
      attach: (handle, video) => this.#of(handle).attach(video),
      stop: (handle) => this.#of(handle).stop(),
      switchTo: (handle, url, _, pull) => {
        if (pull) this.#take(pull, url);
        return this.#of(handle).switchTo(pull);
      },
      setOptions: (handle, options) => this.#of(handle).setOptions(options),
      prepare: ({ streamurl }) => {
        const offer = { id: this.offers.length + 1, pc: new FakeConnection(), url: streamurl, dead: false };
        offer.ready = this.#schedule(undefined, "the offer is made").then(() => (offer.url && !offer.id && !offer.taken ? abortedSwitch : undefined));
        this.offers.push(offer);
        return offer;
      },
      discard: (offer) => {
        if (offer.url && !offer.id) this.misused = true;
        this.end(offer);
      },
      counters: () => ({ liveFuncs: 0, sessions: 0 }),
    };
  }

  /** An offer or a pull that has not been taken is closed: it has been discarded, or it is too old. */
  end(offer) {
    if (!offer?.id || offer.dead) return;
    offer.id = 0;
    offer.pc.close();
  }

  /** The pulls that wait for a play. */
  get pulls() {
    return this.offers.filter(({ url, id, dead }) => url && id && !dead);
  }

  #take(offer, url) {
    if (!offer.id || offer.dead || (offer.url && offer.url !== url)) this.misused = true;
    offer.id = 0;
    offer.taken = true;
  }

  #of(handle) {
    return this.sessions.find((session) => session.handle === handle);
  }
}

/** As GuardedGo does: calls of a dead program return undefined. */
function guarded(go, exports) {
  const guard = (member) => (typeof member === "function" ? (...args) => (go.alive ? member(...args) : undefined) : member);
  return Object.fromEntries(Object.entries(exports).map(([name, member]) => [name, guard(member)]));
}

/** What Go does for one play. It begins when the shell calls play(), and is live until it is stopped or has ended by itself. */
class FakeSession {
  handle = { sessionId: "id", pc: new FakeConnection(), beside: undefined };
  live = true;
  /** Whether the server still has to be told that the session has ended. */
  untold = true;
  /** Whether Go has muted the video and has not been relieved of that. */
  muted = false;
  /** Whether Go has muted the video and has not told of it: it waits for the browser, which may still refuse, or the page has come between. */
  muting = false;
  /** Whether the shell has been told of the mute. */
  told = false;
  /** What the element shows: the tracks of the connection are put into it. */
  #stream = new FakeStream();
  #shown = false;
  #switching = null;

  constructor(go, { video, streamurl, autoplay, latency, prepared }, sink, schedule) {
    if (prepared) this.handle.pc = prepared.pc;
    Object.assign(this, { go, video, url: streamurl, autoplay, latency, sink, schedule });
    queueMicrotask(() => this.note("statechange", { to: "connecting", reason: "play" }));
  }

  /** The stream is shown, and the element started as Go does it. */
  show() {
    if (!this.live || this.#shown) return;
    this.#shown = true;
    this.#stream.track = this.handle.pc.track;
    this.#enter();
    return this.#start();
  }

  /** The play goes on in another element. */
  attach(video) {
    if (!this.live) return;
    const { volume, paused } = this.video;
    this.#leave();
    Object.assign(video, { volume, muted: this.video.muted });
    Object.assign(this, { video, muting: false, told: false });
    if (!this.#shown) return;
    this.#enter();
    if (paused) video.pause();
    else void this.#start();
  }

  #enter() {
    this.video.srcObject = this.#stream;
    this.video.addEventListener("emptied", this.#onEmptied);
  }

  async #start() {
    const { video } = this;
    const isOver = () => !this.live || this.video !== video;
    if ((await this.#play()) !== "refused" || isOver()) return;
    if (this.autoplay === "manual") return this.note("autoplayblocked", { muted: false });
    if (video.muted) return void (await this.#play()); // by the viewer, meanwhile
    this.#mute();
    this.muting = true;
    const outcome = await this.#play();
    if (isOver() || outcome === "aborted") return;
    this.muting = false;
    if (outcome === "refused") this.#unmute();
    this.note("autoplayblocked", { muted: outcome === "played" });
    this.told = true;
  }

  /** Reports something, also after the end. */
  say(type, detail) {
    if (this.go.alive) this.sink(type, detail);
  }

  /** Reports something while the session is live. */
  note(type, detail) {
    if (this.live) this.say(type, detail);
  }

  /** The play fails for good. */
  fail(retryable) {
    if (!this.live) return;
    this.#close();
    this.untold = false;
    this.say("statechange", { to: "failed", reason: "closed" });
    this.say("error", { code: "closed", message: "closed", retryable });
  }

  /** The page is left, or someone else takes over the element, which stops the play. */
  leave(reason = "page") {
    if (!this.live) return;
    this.#close();
    this.untold = false;
    this.say("statechange", { to: "stopped", reason });
  }

  stop() {
    if (this.live) this.#close();
    return new Promise((resolve) => {
      void this.schedule(undefined, "stopstream is answered").then(() => {
        if (!this.go.alive) return; // no one is left to resolve it
        this.untold = false;
        resolve();
      });
    });
  }

  setOptions({ latency }) {
    if (latency > greatestLatency) return badLatency;
    this.latency = latency;
  }

  /** @param pull the stream's pull, if it was made ahead, which is stopped if there is no switch */
  switchTo(pull) {
    this.switched(abortedSwitch);
    this.#switching = withResolvers();
    this.handle.beside = pull?.pc ?? new FakeConnection();
    if (!this.live) this.switched(abortedSwitch);
    return this.#switching?.promise ?? Promise.resolve(abortedSwitch);
  }

  /** The switch comes to its end: with a failure, or with the new stream on the screen. */
  switched(failure) {
    const { pc, beside } = this.handle;
    if (!this.#switching) return;
    if (beside) {
      this.handle.beside = undefined;
      (failure ? beside : pc).close();
      if (!failure) {
        this.handle.pc = beside;
        this.#stream.track = beside.track;
      }
    }
    this.#switching.resolve(failure);
    this.#switching = null;
  }

  /** The program has died: nothing is cleaned up, and Go's listeners do nothing any more. */
  die() {
    this.live = this.untold = false;
    this.#listenNoMore();
  }

  #close() {
    this.live = false;
    this.switched(abortedSwitch);
    this.handle.pc.close();
    this.#leave();
  }

  /** Takes the play out of the element. */
  #leave() {
    const { srcObject } = this.video;
    if (!srcObject || srcObject === this.#stream) this.#unmute();
    this.muted = false;
    this.#listenNoMore();
    if (srcObject === this.#stream) this.video.srcObject = null;
  }

  #listenNoMore() {
    this.video.removeEventListener("volumechange", this.#onVolumeChange);
    this.video.removeEventListener("emptied", this.#onEmptied);
  }

  async #play() {
    try {
      await this.video.play();
      return "played";
    } catch (rejection) {
      return rejection.name === "NotAllowedError" ? "refused" : "aborted";
    }
  }

  #mute() {
    this.video.muted = this.muted = true;
    this.video.addEventListener("volumechange", this.#onVolumeChange);
  }

  #unmute() {
    if (this.muted && this.go.alive) this.muted = this.video.muted = false;
  }

  #onEmptied = () => {
    if (this.video.srcObject !== this.#stream) this.leave("taken over");
  };

  #onVolumeChange = () => {
    this.muted &&= this.video.muted;
  };
}

function withResolvers() {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
