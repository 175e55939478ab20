import type { Diagnostics } from "./diagnostics.js";
import type { PlayerEventMap, Stats, Summary } from "./events.js";
import type { ChangeableOptions, PlayerOptions, PlayOptions, StreamURL } from "./options.js";
import { Playback } from "./playback.js";
import { missingFeature } from "./support.js";
import { fullscreen, pictureInPicture, snapshot } from "./videoelement.js";
import type { PlayerState } from "./vocabulary.js";

/**
 * Plays LEB streams in a video element, one at a time. See {@link PlayerEventMap} for its events.
 *
 * A player is an EventTarget with private state, so neither works through a Proxy. Vue leaves an EventTarget alone; with MobX use
 * `observable.ref`.
 */
export class Player extends EventTarget {
  readonly #playback: Playback;

  /** Reports whether the browser has what every play needs, so that playing is worth trying. False on a server. See {@link probe}. */
  static isSupported(): boolean {
    return missingFeature() === null;
  }

  /**
   * @param video the element to play in. It remains the page's, which may style it and show its controls.
   * @throws LEBError `bad-option` if `video` is not a video element. Other invalid options reject play() and prepare().
   */
  constructor(video: HTMLVideoElement, options: PlayerOptions = {}) {
    super();
    this.#playback = new Playback(video, options, (type, detail) => {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    });
  }

  /** The element to play in: the constructor's, or that of the last {@link attach}. */
  get video(): HTMLVideoElement {
    return this.#playback.video;
  }

  /**
   * URL of the stream that was asked for last, or plays on after a switch that failed: of a function the last one that it has given.
   * Null before the first play, and before a function has given one.
   */
  get url(): string | null {
    return this.#playback.url;
  }

  /** The current state. */
  get state(): PlayerState {
    return this.#playback.state;
  }

  /** True while {@link PlayerOptions.fallback} has the video in place of WebRTC. */
  get fallbackActive(): boolean {
    return this.#playback.fallbackActive;
  }

  /** The `sessionid` of the last play's first pull. Null before it is known. */
  get sessionId(): string | null {
    return this.#playback.sessionId;
  }

  /** The latest statistics of the last play. Null before the first ones. */
  get stats(): Stats | null {
    this.#playback.listen();
    return this.#playback.stats;
  }

  /** What the last play has come to so far. The last `statechange` of a play has it too. */
  get summary(): Summary {
    return this.#playback.summary;
  }

  /**
   * Completes the steps of a play that do not involve the server: loads the module, opens a connection to the signalling host, creates the
   * peer connection and its offer. A play() within the next minute starts by sending its request. Causes no load on the server.
   *
   * With a URL it also pulls that stream, which is received and decoded, unseen and unheard, and billed, until a play() or switchTo() of
   * the same URL shows it at once. It is stopped after `prepareTimeout`, by stop(), and by play() of another URL.
   * @param url `webrtc://host/app/stream?query`, or a function that gives it; play() of the same function shows the stream
   * @returns a promise that resolves when everything is made, with a URL when the first frame has been decoded or sound has come
   * @throws LEBError, as a rejection; `aborted` if the stream was stopped before that
   */
  prepare(url?: StreamURL): Promise<void> {
    return this.#playback.prepare(url);
  }

  /**
   * Plays a stream. First stops the current stream of this player, or of another player with the same video.
   * @param url `webrtc://host/app/stream?query`, or a function that gives it. Default: the last one
   * @returns a promise that resolves when the first frame is displayed, by WebRTC or by the fallback
   * @throws LEBError, as a rejection; `aborted` if the play was stopped before the first frame
   */
  play(url?: StreamURL, options?: PlayOptions): Promise<void> {
    return this.#playback.play(url, options);
  }

  /**
   * Switches to another stream. The current stream plays on until the first frame of the new one. Equivalent to play() if nothing is
   * playing. A later switchTo() makes a pending one reject with `aborted`.
   * @param url `webrtc://host/app/stream?query`, or a function that gives it
   * @param options aborting the `signal` ends the switch; when nothing was playing, it calls stop()
   * @returns a promise that resolves when the new stream is displayed
   * @throws LEBError, as a rejection, in which case the current stream plays on
   */
  switchTo(url: StreamURL, options?: PlayOptions): Promise<void> {
    return this.#playback.switchTo(url, options);
  }

  /**
   * Pauses the video, as its own controls and its own pause() do. The player keeps receiving the stream for `pauseTimeout`, then stops
   * it. The last frame stays visible.
   */
  pause(): void {
    this.#playback.pause();
  }

  /**
   * Resumes at the live position after a pause or `autoplayblocked`, and unmutes the video if the player had muted it. Call it in a click
   * or key handler.
   * @throws the browser's NotAllowedError, as a rejection, if the browser still refuses to play; its AbortError if stop() came first
   */
  resume(): Promise<void> {
    return this.#playback.resume();
  }

  /**
   * Changes options for the current play and for later ones. A member that is undefined stays as it is. The range of a value is checked
   * while a stream is playing or starting; otherwise an invalid one rejects the next play().
   * @throws LEBError `bad-option`, in which case nothing has changed
   */
  setOptions(options: ChangeableOptions): void {
    this.#playback.setOptions(options);
  }

  /**
   * Stops playing. Resolves when the server has been notified or cannot be reached. Never rejects; calling it again is harmless. A
   * pending play() rejects with `aborted`.
   */
  stop(): Promise<void> {
    return this.#playback.stop();
  }

  /**
   * Stops playing, discards what was prepared and lets go of the video. Afterwards play() and prepare() reject with `aborted`. Where
   * JavaScript has `Symbol.asyncDispose`, `await using` calls it.
   */
  destroy(): Promise<void> {
    return this.#playback.destroy();
  }

  /**
   * Goes on in another video element, without another pull: for frameworks that make a new one. The viewer's volume, mute and pause go
   * along, and the old element is let go of. What another player plays in the new element is stopped. A player that does not play only
   * remembers the element.
   * @throws LEBError `bad-option` if `video` is not a video element
   */
  attach(video: HTMLVideoElement): void {
    this.#playback.attach(video);
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

  /** Adds a listener. Statistics are read every `statsInterval` once somebody listens to them. */
  override addEventListener<K extends keyof PlayerEventMap>(type: K, listener: Listener<this, K>, options?: boolean | AddEventListenerOptions): void {
    if (type === "stats") this.#playback.listen();
    super.addEventListener(type, listener as EventListener, options);
  }

  /** Returns the information needed for a support request, as plain data without secrets. */
  diagnostics(): Diagnostics {
    return this.#playback.diagnostics();
  }
}

/** A function or an object that handles one type of event of a {@link Player}. */
type Listener<P, K extends keyof PlayerEventMap> =
  | ((this: P, event: PlayerEventMap[K]) => unknown)
  | { handleEvent(event: PlayerEventMap[K]): unknown }
  | null;

/** The typed events of a {@link Player}. Other types are refused, because a misspelt one would never be heard. */
export interface Player {
  removeEventListener<K extends keyof PlayerEventMap>(type: K, listener: Listener<this, K>, options?: boolean | EventListenerOptions): void;
  [Symbol.asyncDispose](): Promise<void>;
}

if (Symbol.asyncDispose) {
  Player.prototype[Symbol.asyncDispose] = function () {
    return this.destroy();
  };
}
