import type { Address } from "./address.js";
import { LEBError, aborted, fromRaw } from "./error.js";
import type { Emit, Stats } from "./events.js";
import { Fallback } from "./fallback.js";
import type { ChangeableOptions, PlayerOptions, PlayOptions } from "./options.js";
import { type Preparation, preconnect } from "./preparation.js";
import type { Dependent, Program } from "./program.js";
import type { RawError, RawNote, RawSession, RawStats } from "./raw.js";
import { type PlayRequest, rawOptions } from "./rawoptions.js";
import { carrySound } from "./videoelement.js";
import { type PlayerState, fallbackCodes } from "./vocabulary.js";
import { isLoaded, loadProgram } from "./wasm.js";

/** The reason of `stopped` when someone else has taken over the video. Go's is the same. */
export const takenOver = "taken over";

/** Receives the reports of a session; its player. */
export interface SessionObserver {
  /** Called when Go has assigned the session's id. */
  identified(sessionId: string): void;
  /** Called when the session has changed its state, for `failed` with the failure. */
  entered(to: PlayerState, reason: string, failure?: LEBError): void;
  /** Called with every other event. */
  emit: Emit;
  /** Called when Go is about to pull a stream. Returns its pull, if it was made ahead. */
  takePull(address: Address): Preparation | undefined;
  /** Called when Go is about to play. Returns the offer that was created ahead, if there is one. */
  takeOffer(): Preparation | undefined;
  /** Called with each message of Go's. Returns it without the secrets of the play, which a server or a browser may have repeated. */
  withoutSecrets(message: string): string;
}

/**
 * One play(), from the call to the end of its session. `started` settles once, with the first frame or the first failure. The promise
 * of stop() resolves when the server has been notified.
 *
 * A session begins with WebRTC, may go over to the fallback, and ends. A promise always settles before the event of the same cause is
 * dispatched, because a listener may call the player.
 */
export class Session implements Dependent {
  readonly started: Promise<void>;
  private resolveStarted!: () => void;
  private rejectStarted!: (error: LEBError) => void;
  /** False once `started` has settled: from then on a failure is an event. */
  private pending = true;
  private phase: "webrtc" | "fallback" | "ended" = "webrtc";
  private stopping: Promise<void> | null = null;
  private releaseStop: () => void = () => undefined;
  /** The end of the sessions that this one replaces. stop() waits for it too. */
  private before: Promise<unknown> = Promise.resolve();
  private handle: RawSession | null = null;
  private loadTime = 0;
  /** The number of displayed frames, and the time, at the last statistics. */
  private rendered = { count: 0, at: 0 };
  private fallback: Fallback | null = null;
  /** Identifies the last call of switchTo(). */
  private newestSwitch = {};
  /** The stream that plays. */
  private address: Address;
  /** The program that runs the session. Null while it is loading. */
  program: Program | null = null;

  constructor(
    private readonly request: PlayRequest,
    private readonly observer: SessionObserver,
    private readonly abortSignal: AbortSignal | undefined,
  ) {
    this.address = request.address;
    this.started = new Promise((resolve, reject) => {
      this.resolveStarted = resolve;
      this.rejectStarted = reject;
    });
  }

  /** The connection whose video is displayed. */
  get pc(): RTCPeerConnection | null {
    return this.handle?.pc ?? null;
  }

  /** Reports whether a fallback has taken over the video. */
  get fallbackActive(): boolean {
    return this.fallback?.active ?? false;
  }

  /** Reports whether stop() has been called. */
  get stopped(): boolean {
    return this.stopping !== null;
  }

  /** Reports whether the session has not ended, and is not about to. */
  get live(): boolean {
    return !this.stopping && this.phase !== "ended";
  }

  /** Makes stop() wait for the end of more sessions that this one replaces. */
  follow(before: Promise<unknown>): void {
    this.before = Promise.all([this.before, before]);
  }

  /** Goes on in another video. */
  attach(video: HTMLVideoElement): void {
    const { handle, program, request, fallback } = this;
    const old = request.video;
    request.video = video;
    if (fallback) fallback.attach(video);
    else if (handle) program?.exports.attach(handle, video);
    else carrySound(old, video);
    this.renderedPerSecond(); // the new video counts from 0
  }

  /** Begins to play, unless the session has been stopped already. */
  async run(): Promise<void> {
    if (this.stopping) return;
    this.abortSignal?.addEventListener("abort", this.onAbort);
    try {
      const { options } = this.request;
      if (!isLoaded(options)) preconnect(options.signalURL);
      const program = await loadProgram(options);
      if (!this.stopping) this.launch(program);
    } catch (error) {
      this.fail(error instanceof LEBError ? error : new LEBError("internal", String(error), { cause: error }));
    }
  }

  /**
   * Ends the session. Never rejects; every call returns the same promise.
   * @param reason the cause of the `aborted` with which a pending `started` rejects
   */
  stop(reason?: unknown): Promise<void> {
    this.stopping ??= this.halt(reason);
    return this.stopping;
  }

  /**
   * Replaces this stream by another one at the first frame of that stream. Returns null if the session is not playing over WebRTC.
   * Rejects with LEBError if the switch fails or is aborted, in which case this stream plays on.
   */
  switchTo(address: Address, { signal, sessionId }: PlayOptions): Promise<void> | null {
    const { handle, program } = this;
    if (this.pending || this.phase !== "webrtc" || this.stopping || !handle || !program) return null;
    const newest = (this.newestSwitch = {});
    const cancel = () => {
      // A later switch has aborted this one already.
      if (this.newestSwitch === newest) program.exports.cancelSwitch(handle);
    };
    signal?.addEventListener("abort", cancel);
    const prepared = this.observer.takePull(address)?.in(program);
    return program
      .orDeath(program.exports.switchTo(handle, address.source, sessionId, prepared))
      .then((failure) => {
        if (failure) throw signal?.aborted && failure.code === "aborted" ? aborted(signal.reason) : this.explain(failure, address);
        this.address = address;
      })
      .finally(() => signal?.removeEventListener("abort", cancel));
  }

  /**
   * Changes options of this play.
   * @param all the options of the player with the changes, for a play that Go has not begun yet
   * @throws LEBError `bad-option`, in which case nothing has changed
   */
  setOptions(changes: ChangeableOptions, all: PlayerOptions): void {
    const failure = this.handle && this.program?.exports.setOptions(this.handle, changes);
    if (failure) throw fromRaw(failure);
    this.request.options = all;
  }

  /** Ends the session after the death of its program, and releases the connections and the video that the program held. */
  programDied(error: LEBError): void {
    this.handle?.beside?.close();
    if (this.handle?.pc) release(this.handle.pc, this.request.video);
    this.fail(error);
    this.releaseStop();
  }

  private launch(program: Program): void {
    this.program = program;
    this.loadTime = Date.now() - this.request.startTime;
    program.dependents.add(this);
    const ahead = this.observer.takePull(this.address) || this.observer.takeOffer();
    const options = { ...rawOptions(this.request), prepared: ahead ? ahead.in(program) : undefined };
    const handle = program.exports.play(options, (...note) => this.receive(note));
    if (!program.alive) return; // programDied() is about to be called
    this.handle = handle;
    if (handle.sessionId) this.observer.identified(handle.sessionId);
  }

  private async halt(reason: unknown): Promise<void> {
    this.settle(aborted(reason));
    this.fallback?.stop();
    await Promise.all([this.before, this.haltProgram()]);
    const { phase } = this;
    this.end();
    this.program?.dependents.delete(this);
    if (phase !== "ended") this.observer.entered("stopped", "stop");
  }

  /** Resolves when Go has stopped the session, or is no longer able to. */
  private haltProgram(): Promise<void> | undefined {
    const { handle, program } = this;
    if (!handle || !program?.alive) return undefined;
    program.dependents.add(this);
    return new Promise<void>((resolve) => {
      this.releaseStop = resolve;
      program.exports.stop(handle)?.then(resolve, resolve);
    });
  }

  /** The sink of the Go program. */
  private receive(note: RawNote): void {
    const [type, detail] = note;
    // After the end of WebRTC only the failure of stopstream is reported.
    if (this.phase !== "webrtc" && type !== "warning") return;
    switch (type) {
      case "statechange":
        // The error that follows decides between failure and fallback.
        if (detail.to === "failed") break;
        // Leaving the page stops a session without stop(), and so does whoever takes over the video.
        if (detail.to === "stopped") this.end(aborted());
        this.observer.entered(detail.to, detail.reason);
        break;
      case "stats":
        this.observer.emit(type, this.withRendered(detail));
        break;
      case "firstframe":
        this.renderedPerSecond();
        this.settle();
        this.observer.emit(type, { ...detail, waterfall: { load: this.loadTime, ...detail.waterfall } });
        break;
      case "error":
        this.fail(this.explain(detail));
        break;
      default:
        if ("message" in detail) detail.message = this.observer.withoutSecrets(detail.message);
        this.observer.emit(type, detail);
    }
  }

  /** Returns a failure of Go's as an error. */
  private explain(failure: RawError, address = this.address): LEBError {
    return address.explain({ ...failure, message: this.observer.withoutSecrets(failure.message) });
  }

  private withRendered(stats: RawStats): Stats {
    const framesRenderedPerSecond = this.renderedPerSecond();
    if (stats.video && framesRenderedPerSecond !== undefined) Object.assign(stats.video, { framesRenderedPerSecond });
    return stats as Stats;
  }

  /** Returns the rate of displayed frames since the previous call, or undefined where the browser counts none. */
  private renderedPerSecond(): number | undefined {
    const now = { count: shownFrames(this.request.video), at: performance.now() };
    const before = this.rendered;
    this.rendered = now;
    if (now.count === 0) return undefined;
    // A coarse clock may not have moved.
    return Math.max(0, (1000 * (now.count - before.count)) / Math.max(1, now.at - before.at));
  }

  /** Goes over to the fallback, or ends the session. Does nothing during stop(), which ends it anyway. */
  private fail(error: LEBError): void {
    if (this.stopping || this.phase === "ended" || this.fallBack(error)) return;
    const byEvent = !this.pending;
    this.end(error);
    this.observer.entered("failed", error.code, error);
    if (byEvent) this.observer.emit("error", error);
  }

  /** Lets the page's fallback take over. Returns false if there is none, or none for this failure. */
  private fallBack(reason: LEBError): boolean {
    const { video, options } = this.request;
    if (!options.fallback || this.phase === "fallback" || !(reason.retryable || (fallbackCodes as readonly string[]).includes(reason.code))) return false;
    this.phase = "fallback";
    this.program?.dependents.delete(this); // the program's death no longer matters
    this.fallback = new Fallback({ video, url: this.address.url ?? "", options, reason }, {
      tookOver: (url) => this.observer.emit("fallback", { ...(typeof url === "string" && { url }), reason }),
      entered: (state) => {
        this.settle();
        this.observer.entered(state, "fallback");
      },
      ended: () => {
        this.end();
        this.observer.entered("stopped", "ended");
      },
      taken: () => {
        this.end(aborted());
        this.observer.entered("stopped", takenOver);
      },
      failed: (cause) => {
        if (cause) this.observer.emit("warning", { code: cause.code, message: cause.message, retryable: false });
        this.fail(reason);
      },
      autoplayBlocked: (detail) => this.observer.emit("autoplayblocked", detail),
    });
    this.observer.entered("reconnecting", "fallback");
    if (!this.stopping) void this.fallback.start();
    return true;
  }

  private end(error?: LEBError): void {
    this.phase = "ended";
    this.fallback?.stop();
    this.abortSignal?.removeEventListener("abort", this.onAbort);
    this.settle(error);
    // A pending stop() must still be notified of the program's death.
    if (!this.stopping) this.program?.dependents.delete(this);
  }

  private settle(error?: LEBError): void {
    this.pending = false;
    if (error) this.rejectStarted(error);
    else this.resolveStarted();
  }

  private readonly onAbort = (): void => {
    void this.stop(this.abortSignal?.reason);
  };
}

/** Closes a connection of a dead program, and removes its stream from the video unless the page has set another one. */
function release(pc: RTCPeerConnection, video: HTMLVideoElement): void {
  const shown = video.srcObject;
  const received = pc.getReceivers().map((receiver) => receiver.track);
  const ours = shown instanceof MediaStream && shown.getTracks().some((track) => received.includes(track));
  pc.close();
  if (ours) video.srcObject = null;
}

/** How many frames the video has shown; 0 where the browser, or what a page has put in its place, does not tell. */
function shownFrames(video: HTMLVideoElement): number {
  try {
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
    return totalVideoFrames - droppedVideoFrames || 0;
  } catch {
    return 0;
  }
}
