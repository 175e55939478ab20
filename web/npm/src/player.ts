import type { Diagnostics } from "./diagnostics.js";
import { LEBError, aborted } from "./error.js";
import type { AutoplayBlocked, Emit, PlayerEventMap, Stats } from "./events.js";
import type { PlayerOptions, PlayOptions } from "./options.js";
import { fullscreen, pictureInPicture, snapshot } from "./videoelement.js";
import { Preparation, preconnect } from "./preparation.js";
import { Journal } from "./journal.js";
import { redact, redactSDP } from "./redact.js";
import { Session, type SessionObserver } from "./session.js";
import { version } from "./version.js";
import type { PlayerState } from "./vocabulary.js";

/** The player that uses each video element, at most one at a time. */
const holders = new WeakMap<HTMLVideoElement, Player>();

/** Returns the player that uses a video element, if there is one. */
export function holderOf(video: HTMLVideoElement): Player | undefined {
  return holders.get(video);
}

/** Plays LEB streams in a video element, one at a time. See {@link PlayerEventMap} for its events. */
export class Player extends EventTarget {
  private readonly options: PlayerOptions;
  private readonly journal: Journal;
  private session: Session | null = null;
  private currentState: PlayerState = "idle";
  private currentId: string | null = null;
  private currentStats: Stats | null = null;
  private currentURL: string | null = null;
  private mutedByUs = false;
  private preparation: Promise<Preparation> | null = null;
  private prepared: Preparation | null = null;

  /**
   * @param video the element to play in. It remains the page's, which may style it and show its controls.
   * @throws LEBError `bad-option` if `video` is not a video element
   */
  constructor(
    private readonly video: HTMLVideoElement,
    options: PlayerOptions = {},
  ) {
    super();
    if (video?.localName !== "video") throw new LEBError("bad-option", "the first argument is not a video element");
    this.options = { ...options };
    this.journal = new Journal(options.log);
  }

  /** The current state. */
  get state(): PlayerState {
    return this.currentState;
  }

  /** The `sessionid` of the last play's first pull. Null before it is known. */
  get sessionId(): string | null {
    return this.currentId;
  }

  /** The latest statistics of the last play. Null before the first ones. */
  get stats(): Stats | null {
    return this.currentStats;
  }

  /**
   * Completes the steps of a play that do not involve the server: loads the module, opens a connection to the signalling host, creates the
   * peer connection and its offer. A play() within the next minute starts by sending its request. Causes no load on the server.
   * @throws LEBError, as a rejection
   */
  async prepare(): Promise<void> {
    if (this.prepared?.fresh) return;
    preconnect(this.options.signalURL);
    this.preparation ??= Preparation.make({ video: this.video, options: this.options });
    try {
      this.prepared = await this.preparation;
    } finally {
      this.preparation = null;
    }
  }

  /**
   * Plays a stream. First stops the current stream of this player, or of another player with the same video.
   * @param url `webrtc://host/app/stream?query`
   * @returns a promise that resolves when the first frame is displayed
   * @throws LEBError, as a rejection; `aborted` if the play was stopped before the first frame
   */
  play(url: string, options: PlayOptions = {}): Promise<void> {
    if (typeof url !== "string") return Promise.reject(new LEBError("bad-option", "the stream URL is not a string"));
    const { fallback, log } = this.options;
    if (fallback && typeof fallback !== "string" && typeof fallback !== "function") {
      return Promise.reject(new LEBError("bad-option", "fallback is neither a URL nor a function"));
    }
    if (log && typeof log !== "function") return Promise.reject(new LEBError("bad-option", "log is not a function"));
    if (options.signal?.aborted) return Promise.reject(aborted());

    const holder = holders.get(this.video);
    if (holder && holder !== this) void holder.stop();
    holders.set(this.video, this);
    const before = this.replaceSession();

    const request = { video: this.video, url, sessionId: options.sessionId, options: this.options, startTime: Date.now() };
    const observer: SessionObserver = {
      identified: (id) => this.ifCurrent(session, () => (this.currentId = id)),
      entered: (to, reason) => this.ifCurrent(session, () => this.enter(to, reason)),
      emit: (type, detail) => this.ifCurrent(session, () => this.emit(type, detail)),
    };
    this.currentURL = url;
    this.journal.add("play", { url });
    const session = new Session(request, observer, options.signal, before, this.prepared);
    this.prepared = null;
    this.session = session;
    return this.logged(session.started);
  }

  /**
   * Switches to another stream. The current stream plays on until the first frame of the new one. Equivalent to play() if nothing is
   * playing. A later switchTo() makes a pending one reject with `aborted`.
   * @param url `webrtc://host/app/stream?query`
   * @returns a promise that resolves when the new stream is displayed
   * @throws LEBError, as a rejection, in which case the current stream plays on
   */
  switchTo(url: string): Promise<void> {
    const switched = typeof url === "string" && this.session?.switchTo(url);
    if (!switched) return this.play(url);
    this.journal.add("switchTo", { url });
    return this.logged(switched);
  }

  /**
   * Pauses the video, as its own controls and its own pause() do. The player keeps receiving the stream for `pauseTimeout`, then stops
   * it. The last frame stays visible.
   */
  pause(): void {
    if (this.shows) this.video.pause();
  }

  /**
   * Resumes at the live position after a pause or `autoplayblocked`, and unmutes the video if the player had muted it. Call it in a click
   * or key handler.
   * @throws the browser's NotAllowedError, as a rejection, if the browser still refuses to play
   */
  async resume(): Promise<void> {
    if (!this.shows) return;
    const unmute = this.mutedByUs && this.video.muted;
    if (unmute) this.video.muted = false;
    try {
      await this.video.play();
      this.mutedByUs = false;
    } catch (refusal) {
      if (unmute) await this.playMuted();
      throw refusal;
    }
  }

  /**
   * Stops playing. Resolves when the server has been notified or cannot be reached. Never rejects; calling it again is harmless. A
   * pending play() rejects with `aborted`.
   */
  stop(): Promise<void> {
    return this.session?.stop() ?? Promise.resolve();
  }

  /**
   * Returns the current frame as an image, in the size of the video.
   * @param type `image/png`, `image/jpeg` or `image/webp`
   * @param quality the quality of a lossy type, 0 to 1
   * @throws LEBError, as a rejection: `no-media` (no frame is displayed), `bad-option` (the browser cannot encode that type),
   * `unsupported` (the fallback's video comes from another site)
   */
  snapshot(type = "image/png", quality?: number): Promise<Blob> {
    return snapshot(this.video, type, quality);
  }

  /**
   * Shows the video in a picture-in-picture window, or returns it to the page. Call it in a click or key handler.
   * @throws LEBError `unsupported`, or the browser's error, as a rejection
   */
  pictureInPicture(on = true): Promise<void> {
    return pictureInPicture(this.video, on);
  }

  /**
   * Shows the video in full screen, or returns it to the page. Call it in a click or key handler.
   * @throws LEBError `unsupported`, or the browser's error, as a rejection
   */
  fullscreen(on = true): Promise<void> {
    return fullscreen(this.video, on);
  }

  /** Returns the information needed for a support request, as plain data without secrets. */
  diagnostics(): Diagnostics {
    const { program, pc } = this.session ?? {};
    return {
      time: Date.now(),
      version,
      program: program?.exports.version ?? null,
      userAgent: navigator.userAgent,
      state: this.state,
      sessionId: this.sessionId,
      ...redact({ url: this.currentURL, options: this.options }),
      events: [...this.journal.events],
      stats: [...this.journal.stats],
      sdp: { local: redactSDP(pc?.localDescription), remote: redactSDP(pc?.remoteDescription) },
      counters: program?.counters() ?? null,
    };
  }

  /** Returns the same promise, with a rejection added to the log. */
  private logged(promise: Promise<void>): Promise<void> {
    return promise.catch((error: LEBError) => {
      this.journal.add("rejected", error);
      throw error;
    });
  }

  /** Stops the current session and resets the player for the next one. Returns the end of the stopped session. */
  private replaceSession(): Promise<void> | undefined {
    const stopped = this.session?.stop();
    this.session = null;
    if (this.active) this.enter("stopped", "replaced");
    this.currentId = null;
    this.currentStats = null;
    this.mutedByUs = false;
    return stopped;
  }

  private get active(): boolean {
    return !["idle", "stopped", "failed"].includes(this.state);
  }

  /** Reports whether the video has a source while the player is active. */
  private get shows(): boolean {
    return this.active && !!(this.video.srcObject || this.video.src);
  }

  /** Ignores the reports of replaced sessions. */
  private ifCurrent(session: Session, act: () => void): void {
    if (session === this.session) act();
  }

  private enter(to: PlayerState, reason: string): void {
    const from = this.currentState;
    if (from === to) return;
    this.currentState = to;
    this.emit("statechange", { from, to, reason });
  }

  private readonly emit: Emit = (type, detail) => {
    if (type === "stats") this.currentStats = detail as Stats;
    if (type === "autoplayblocked") this.mutedByUs = (detail as AutoplayBlocked).muted;
    // SEI messages come with every frame and would displace all other entries.
    if (type !== "sei") this.journal.add(type, detail);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };

  private async playMuted(): Promise<void> {
    this.video.muted = true;
    // The caller reports the first refusal; a second one adds nothing.
    await this.video.play().catch(() => undefined);
  }
}

/** The typed events of a {@link Player}. */
export interface Player {
  addEventListener<K extends keyof PlayerEventMap>(
    type: K,
    listener: (this: Player, event: PlayerEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof PlayerEventMap>(
    type: K,
    listener: (this: Player, event: PlayerEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}
