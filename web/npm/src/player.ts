import type { Diagnostics } from "./diagnostics.js";
import { LEBError, aborted } from "./error.js";
import type { AutoplayBlocked, Emit, PlayerEventMap, Stats } from "./events.js";
import type { PlayerOptions, PlayOptions } from "./options.js";
import { fullscreen, pictureInPicture, snapshot } from "./picture.js";
import { Preparation, preconnect } from "./preparation.js";
import { Journal } from "./journal.js";
import { redact, redactSDP } from "./redact.js";
import { Session, type SessionObserver } from "./session.js";
import { version } from "./version.js";
import type { PlayerState } from "./vocabulary.js";

/** The player that holds a video element: one at a time. */
const holders = new WeakMap<HTMLVideoElement, Player>();

/** The player that holds a video element, if any does. */
export function holderOf(video: HTMLVideoElement): Player | undefined {
  return holders.get(video);
}

/** Plays LEB streams in a video element, one after the other. See {@link PlayerEventMap} for its events. */
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
   * @param video where to play. The page keeps it, styles it and may show its controls
   * @throws LEBError `bad-option` when `video` is not a video element
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

  /** Where the player stands. */
  get state(): PlayerState {
    return this.currentState;
  }

  /** The `sessionid` of the last play, once it is known. */
  get sessionId(): string | null {
    return this.currentId;
  }

  /** The latest statistics of the last play. */
  get stats(): Stats | null {
    return this.currentStats;
  }

  /**
   * Does all of a play that needs no server: loads the module, opens the connection to the signalling host, makes the peer
   * connection and its offer. A play() that follows within a minute begins with its request. Costs the server nothing.
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
   * Plays a stream, after stopping what this player, or another one with the same video, plays now.
   * @param url `webrtc://host/app/stream?query`
   * @returns resolves when the first frame is on the screen
   * @throws LEBError, as a rejection; `aborted` when it was stopped before the first frame
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
   * Shows another stream in place of the one that plays, whose picture stays until the new one's first frame is there. When nothing
   * plays it is play(). A later switchTo() makes an earlier one `aborted`.
   * @param url `webrtc://host/app/stream?query`
   * @returns resolves when the new stream is on the screen
   * @throws LEBError, as a rejection; the old stream goes on then
   */
  switchTo(url: string): Promise<void> {
    const switched = typeof url === "string" && this.session?.switchTo(url);
    if (!switched) return this.play(url);
    this.journal.add("switchTo", { url });
    return this.logged(switched);
  }

  /**
   * Stops the video where it is, as its own controls and its own pause() do. The stream goes on for `pauseTimeout`, unseen and
   * unheard; then nothing is received any more, and the last picture stays.
   */
  pause(): void {
    if (this.shows) this.video.pause();
  }

  /**
   * Goes on, live, after a pause or `autoplayblocked`. Call it in a click or key handler: it starts the video, with sound again if
   * the player had muted it.
   * @throws the browser's NotAllowedError, as a rejection, when it still refuses
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
   * Stops playing. Resolves when the server was told, or could not be. Never rejects; stopping twice is harmless. A pending
   * play() rejects with `aborted`.
   */
  stop(): Promise<void> {
    return this.session?.stop() ?? Promise.resolve();
  }

  /**
   * The picture as it is now, in its own size.
   * @param type `image/png`, `image/jpeg`, `image/webp`
   * @param quality of a lossy type, 0 to 1
   * @throws LEBError, as a rejection: `no-media` (there is no picture), `bad-option` (the browser does not encode that type),
   * `unsupported` (the picture of a fallback from another site)
   */
  snapshot(type = "image/png", quality?: number): Promise<Blob> {
    return snapshot(this.video, type, quality);
  }

  /**
   * Shows the video in a window over all others, or in its page again. Call it in a click or key handler.
   * @throws LEBError `unsupported`, or the browser's error, as a rejection
   */
  pictureInPicture(on = true): Promise<void> {
    return pictureInPicture(this.video, on);
  }

  /**
   * Lets the video fill the screen, or its place in the page again. Call it in a click or key handler.
   * @throws LEBError `unsupported`, or the browser's error, as a rejection
   */
  fullscreen(on = true): Promise<void> {
    return fullscreen(this.video, on);
  }

  /** All that support would ask for, as plain values, secrets left out. */
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

  /** The same promise, whose failure the log has. */
  private logged(promise: Promise<void>): Promise<void> {
    return promise.catch((error: LEBError) => {
      this.journal.add("rejected", error);
      throw error;
    });
  }

  /** Lets go of the session there is, so that the next one starts from a clean slate. */
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

  /** Whether there is something in the video, and it is the player's. */
  private get shows(): boolean {
    return this.active && !!(this.video.srcObject || this.video.src);
  }

  /** What an old session still has to say is of no interest. */
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
    // One for each frame would leave room for nothing else.
    if (type !== "sei") this.journal.add(type, detail);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };

  private async playMuted(): Promise<void> {
    this.video.muted = true;
    // The refusal is told by who called; a second one adds nothing.
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
