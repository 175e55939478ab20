import { LEBError, aborted, fromRaw } from "./error.js";
import type { Emit, Stats } from "./events.js";
import { NativeHLS, playsHLS } from "./hls.js";
import { type Preparation, preconnect } from "./preparation.js";
import type { Dependent, Program } from "./program.js";
import type { RawNote, RawSession, RawStats } from "./raw.js";
import { type PlayRequest, rawOptions } from "./rawoptions.js";
import type { ErrorCode, PlayerState } from "./vocabulary.js";
import { isLoaded, loadProgram } from "./wasm.js";

/** Receives the reports of a session; its player. */
export interface SessionObserver {
  /** Called when Go has assigned the session's id. */
  identified(sessionId: string): void;
  /** Called when the session has changed its state. */
  entered(to: PlayerState, reason: string): void;
  /** Called with every other event. */
  emit: Emit;
}

/**
 * One play(), from the call to the end of its session. `started` settles once, with the first frame or the first failure. The promise
 * of stop() resolves when the server has been notified.
 */
export class Session implements Dependent {
  readonly started: Promise<void>;
  private resolveStarted!: () => void;
  private rejectStarted!: (error: LEBError) => void;
  private starting = true;
  private ended = false;
  private stopping: Promise<void> | null = null;
  private releaseStop: () => void = () => undefined;
  private handle: RawSession | null = null;
  private loadTime = 0;
  /** The number of displayed frames, and the time, at the last statistics. */
  private rendered = { count: 0, at: 0 };
  /** The fallback that replaces WebRTC. */
  private hls: NativeHLS | null = null;
  /** The program that runs the session. Null while it is loading. */
  program: Program | null = null;

  constructor(
    private readonly request: PlayRequest,
    private readonly observer: SessionObserver,
    private readonly abortSignal: AbortSignal | undefined,
    /** The end of the previous session. stop() waits for it too. */
    private readonly before: Promise<void> | undefined,
    private readonly preparation: Preparation | null,
  ) {
    this.started = new Promise((resolve, reject) => {
      this.resolveStarted = resolve;
      this.rejectStarted = reject;
    });
    abortSignal?.addEventListener("abort", this.onAbort);
    void this.run();
  }

  /** The connection whose video is displayed. */
  get pc(): RTCPeerConnection | null {
    return this.handle?.pc ?? null;
  }

  /** Ends the session. Never rejects; every call returns the same promise. */
  stop(): Promise<void> {
    this.stopping ??= this.halt();
    return this.stopping;
  }

  /**
   * Replaces this stream by another one at the first frame of that stream. Returns null if the session is not playing over WebRTC.
   * Rejects with LEBError if the switch fails, in which case this stream plays on.
   */
  switchTo(url: string): Promise<void> | null {
    const { handle, program } = this;
    if (this.starting || this.ended || this.stopping || this.hls || !handle || !program) return null;
    // Death comes first, because a call in which the program dies returns undefined.
    return Promise.race([program.death, program.exports.switchTo(handle, url)]).then((failure) => {
      if (failure) throw fromRaw(failure);
    });
  }

  /** Ends the session after the death of its program, and releases the connections and the video that the program held. */
  programDied(error: LEBError): void {
    this.handle?.beside?.close();
    if (this.handle?.pc) release(this.handle.pc, this.request.video);
    if (!this.stopping) this.fail(error);
    this.releaseStop();
  }

  private async run(): Promise<void> {
    try {
      const { wasmURL, signalURL } = this.request.options;
      if (!isLoaded(wasmURL)) preconnect(signalURL);
      const program = await loadProgram(wasmURL);
      if (!this.stopping) this.launch(program);
    } catch (error) {
      if (!this.stopping) this.fail(asLEBError(error));
    }
  }

  private launch(program: Program): void {
    this.program = program;
    this.loadTime = Date.now() - this.request.startTime;
    program.dependents.add(this);
    const prepared = this.preparation?.in(program);
    const options = { ...rawOptions(this.request), ...(prepared && { prepared }) };
    const handle = program.exports.play(options, (...note) => this.receive(note));
    if (!program.alive) return; // programDied() is about to be called
    this.handle = handle;
    if (handle.sessionId) this.observer.identified(handle.sessionId);
  }

  private async halt(): Promise<void> {
    this.settle(aborted());
    this.hls?.stop();
    await Promise.all([this.before, this.haltProgram()]);
    if (!this.ended) this.observer.entered("stopped", "stop");
    this.end();
    this.program?.dependents.delete(this);
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
    // After the end only the failure of stopstream is reported.
    if (this.ended && type !== "warning") return;
    switch (type) {
      case "statechange":
        // The error that follows decides between failure and fallback.
        if (detail.to === "failed") break;
        this.observer.entered(detail.to, detail.reason);
        // Leaving the page stops a session without stop().
        if (detail.to === "stopped") this.end(aborted());
        break;
      case "stats":
        this.observer.emit(type, this.withRendered(detail));
        break;
      case "firstframe":
        this.renderedPerSecond();
        this.observer.emit(type, { ...detail, waterfall: { load: this.loadTime, ...detail.waterfall } });
        this.settle();
        break;
      case "error":
        this.fail(fromRaw(detail));
        break;
      default:
        this.observer.emit(type, detail);
    }
  }

  private withRendered(stats: RawStats): Stats {
    const framesRenderedPerSecond = this.renderedPerSecond();
    if (stats.video) Object.assign(stats.video, { framesRenderedPerSecond });
    return stats as Stats;
  }

  /** Returns the rate of displayed frames since the previous call. */
  private renderedPerSecond(): number {
    const now = { count: shownFrames(this.request.video), at: performance.now() };
    const before = this.rendered;
    this.rendered = now;
    return Math.max(0, (1000 * (now.count - before.count)) / (now.at - before.at));
  }

  private fail(error: LEBError): void {
    if (this.ended || this.fallBack(error)) return;
    this.observer.entered("failed", error.code);
    this.endWith(error);
  }

  /** Lets the page's fallback take over. Returns false if there is none, or none for this failure or browser. */
  private fallBack(reason: LEBError): boolean {
    const { video, options } = this.request;
    let { fallback } = options;
    if (!fallback || this.hls || this.stopping || !(reason.retryable || reason.code === "unsupported")) return false;
    try {
      if (typeof fallback === "function") fallback = fallback(reason) as string | undefined;
    } catch (thrown) {
      return this.warn("bad-option", `the fallback function threw ${String(thrown)}`);
    }
    if (this.stopping) return true; // the function has stopped the player
    const url = typeof fallback === "string" ? fallback : undefined;
    if (url !== undefined && !playsHLS(video)) {
      return this.warn("unsupported", "this browser does not play HLS natively: pass a fallback function that uses hls.js");
    }
    this.observer.emit("fallback", { ...(url !== undefined && { url }), reason });
    this.observer.entered(url === undefined ? "stopped" : "reconnecting", "fallback");
    if (url === undefined) this.end(aborted());
    else if (!this.stopping) this.hls = this.playHLS(url, reason);
    return true;
  }

  private playHLS(url: string, reason: LEBError): NativeHLS {
    this.program?.dependents.delete(this); // the program's death no longer matters
    return new NativeHLS(this.request.video, url, this.request.options.autoplay, {
      started: () => {
        this.observer.entered(this.request.video.paused ? "paused" : "playing", "fallback");
        this.settle();
      },
      failed: () => this.fail(reason),
      emit: this.observer.emit,
    });
  }

  private warn(code: ErrorCode, message: string): false {
    this.observer.emit("warning", { code, message, retryable: false });
    return false;
  }

  /** Ends the session and reports the failure once: by the promise while starting, by an event after that, not at all after stop(). */
  private endWith(error: LEBError): void {
    const byEvent = !this.starting && !this.stopping;
    this.end(error);
    if (byEvent) this.observer.emit("error", error);
  }

  private end(error?: LEBError): void {
    this.ended = true;
    this.hls?.stop();
    this.abortSignal?.removeEventListener("abort", this.onAbort);
    this.settle(error);
    // A pending stop() must still be notified of the program's death.
    if (!this.stopping) this.program?.dependents.delete(this);
  }

  private settle(error?: LEBError): void {
    this.starting = false;
    if (error) this.rejectStarted(error);
    else this.resolveStarted();
  }

  private readonly onAbort = (): void => {
    void this.stop();
  };
}

function asLEBError(error: unknown): LEBError {
  return error instanceof LEBError ? error : new LEBError("internal", String(error), { cause: error });
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
