import type { LEBError } from "./error.js";
import type { HLSLoader } from "./hls.js";
import type { LogEntry } from "./journal.js";

/**
 * The URL of a stream, `webrtc://host/app/stream?query`, or a function that returns it or a promise of it. The function is asked before
 * every pull, also when the stream is pulled again, so that a signature which has expired meanwhile is renewed. It has to return URLs of
 * one stream. If it throws or rejects, or takes longer than `startTimeout`, the attempt has failed.
 */
export type StreamURL = string | (() => string | Promise<string>);

/** Selects the reports that are sent to the server. */
export interface ReportOptions {
  /** Report the reception quality every two seconds. Default true. */
  quality?: boolean | undefined;
  /** Report every change of the ICE state. Default true. */
  iceState?: boolean | undefined;
  /** Report the first frame once it is displayed. Default true. */
  firstFrame?: boolean | undefined;
}

/** How the player pulls a stream again that broke or failed to start. */
export interface RetryOptions {
  /** Consecutive re-pulls before the play fails. Default 6; `Infinity` never gives up. */
  maxAttempts?: number | undefined;
  /**
   * Base of the back-off in ms, default 500. Re-pull n begins after a random time between 0 and `baseDelay` · 2^(n-1), at most
   * `maxDelay`, so that many viewers do not reconnect at the same moment.
   */
  baseDelay?: number | undefined;
  /** Upper limit of the back-off in ms, default 15000. */
  maxDelay?: number | undefined;
  /** Values of pullstream's `errcode` that are retried. Default none: a refusal is final. */
  errcodes?: readonly number[] | undefined;
}

/** An RTCIceServer, whose URLs may be a readonly array. */
export interface IceServer extends Omit<RTCIceServer, "urls"> {
  urls: string | readonly string[];
}

/** leb.wasm itself: its bytes, a response with them, or what has been compiled from them, whose type alone would allow texts too. */
export type WasmSource = ArrayBuffer | ArrayBufferView | Response | (WebAssembly.Module & object);

/** The options of a {@link Player}, all of which have defaults. */
export interface PlayerOptions {
  /**
   * Base URL of the signalling server, or several. Default `https://live.rtc.qq.com:8687`. Requests to several servers start 250 ms
   * apart, or as soon as one fails; the first successful answer is used.
   */
  signalURL?: string | readonly string[] | undefined;
  /**
   * Content type of the signalling requests. Default `text/plain;charset=utf-8`, which needs no CORS preflight;
   * `application/json` works too.
   */
  contentType?: string | undefined;
  /** Client description, sent as `clientinfo`. Default: the browser's user agent. */
  clientInfo?: string | undefined;
  /** Client address, sent as `clientip`. Default: not sent. */
  clientIP?: string | undefined;
  /** Receive audio. Default true. */
  audio?: boolean | undefined;
  /** Receive video. Default true. */
  video?: boolean | undefined;
  /** Request the stream's SEI messages and dispatch them as `sei` events. Default false. */
  sei?: boolean | undefined;
  /** Reports to the server: `true` (default) for all, `false` for none, or each by name. */
  reports?: boolean | ReportOptions | undefined;
  /** How the stream is pulled again after a temporary failure: `true` (default) as by default, `false` not at all. */
  retry?: boolean | RetryOptions | undefined;
  /**
   * The replacement for WebRTC after a failure that is `retryable`, or that only something other than WebRTC can help: an HLS URL, or
   * `true` or `"hls"` for the usual one of the stream ({@link hlsURL}), which browsers that support HLS play natively, and the others by
   * {@link fallbackLoader}. Or a function, which gets the failure and the URL of the stream, and returns such a URL, or nothing when it
   * has taken over the video with something else. It may be async.
   */
  fallback?: boolean | string | ((reason: LEBError, stream: { url: string }) => string | void | Promise<string | void>) | undefined;
  /**
   * Loads hls.js when {@link fallback} needs it: in a browser that does not play HLS natively. For example
   * `() => import("hls.js")`. Default: such a browser has no HLS.
   */
  fallbackLoader?: HLSLoader | undefined;
  /** Time limit of each attempt, from the loaded module to the first frame, in ms. Default 10000. */
  startTimeout?: number | undefined;
  /** Time without incoming media after which the stream is pulled again, in ms. Default 1500. */
  stallTimeout?: number | undefined;
  /** Called for every event and for each call of play() and switchTo(). The entries contain no secrets. */
  log?: ((entry: LogEntry) => void) | undefined;
  /** Interval of the `stats` events, in ms. Default 2000. */
  statsInterval?: number | undefined;
  /**
   * Length of the browser's jitter buffers. With `auto` (default) the browser decides, and the player lengthens them only while the
   * network is bad. A number from 0 to 4000 is a minimum in ms, for steadier playback.
   */
  latency?: number | "auto" | undefined;
  /** Time for which a paused player keeps receiving, in ms. Default 10000. After it the stream is stopped, and resume() pulls it again. */
  pauseTimeout?: number | undefined;
  /** Time for which a stream that {@link Player.prepare} has pulled waits for its play, in ms. Default 10000. It is billed meanwhile. */
  prepareTimeout?: number | undefined;
  /** How many streams {@link Player.prepare} holds at once. Default 2; one more stops the oldest. With 0 it holds none and rejects. */
  maxPrepared?: number | undefined;
  /**
   * Behaviour when the browser refuses to play with sound: `muted` (default) plays muted, `manual` waits for {@link Player.resume}.
   * Both dispatch `autoplayblocked`.
   */
  autoplay?: "muted" | "manual" | undefined;
  /** ICE servers for RTCPeerConnection. LEB needs none. */
  iceServers?: readonly IceServer[] | undefined;
  /** URL of leb.wasm. Default: next to the script, or as resolved by the bundler. */
  wasmURL?: string | URL | undefined;
  /**
   * leb.wasm itself, or a promise of it, in place of `wasmURL`: for pages that cannot fetch it, or have it already. One program serves all
   * players with this option, whatever is given later.
   */
  wasm?: WasmSource | Promise<WasmSource> | undefined;
  /**
   * URL of leb-worker.js, from which the workers for {@link sei}, requests of key frames and reports are made. Default: a `blob:` URL, which a
   * Content-Security-Policy may forbid.
   */
  workerURL?: string | URL | undefined;
  /** Hash of leb.wasm as of Subresource Integrity, such as `sha384-…`. Another file is a `wasm-load`. Default: not checked. Does not apply to `wasm`. */
  wasmIntegrity?: string | undefined;
}

/** The options that {@link Player.setOptions} changes. */
export type ChangeableOptions = Pick<PlayerOptions, "latency" | "statsInterval" | "reports" | "log" | "retry">;

/** The options of a single play(). */
export interface PlayOptions {
  /** Aborting this signal calls {@link Player.stop}, before and after the first frame. */
  signal?: AbortSignal | undefined;
  /** The `sessionid` of the first pull. Each later one has its own: this one with a number behind it. Default: a random one. */
  sessionId?: string | undefined;
}
