import type { LEBError } from "./error.js";
import type { LogEntry } from "./journal.js";

/** Which of the three reports are sent to the server. */
export interface ReportOptions {
  /** Reception quality, every two seconds. Default true. */
  quality?: boolean;
  /** Every change of the ICE state. Default true. */
  iceState?: boolean;
  /** Once, when the first frame is on the screen. Default true. */
  firstFrame?: boolean;
}

/** How a stream that broke, or would not start, is pulled anew. */
export interface RetryOptions {
  /** Re-pulls in a row before it fails. Default 6; `Infinity` waits for a stream for as long as it takes. */
  maxAttempts?: number;
  /**
   * In ms, default 500. Re-pull n begins after a random time between 0 and `baseDelay` · 2^(n-1), at most `maxDelay`: many viewers
   * must not come back all at once.
   */
  baseDelay?: number;
  /** In ms, default 15000. */
  maxDelay?: number;
  /** The `errcode`s of pullstream after which it is tried again. Default none: a refusal is final. */
  errcodes?: number[];
}

/** How a {@link Player} plays. Everything has a default. */
export interface PlayerOptions {
  /**
   * Base URL of the signalling server. Default `https://live.rtc.qq.com:8687`. Of several, the first that gives a good answer is
   * used: they are asked 250 ms apart, or as soon as one fails.
   */
  signalURL?: string | string[];
  /**
   * Content type of the signalling requests. Default `text/plain;charset=utf-8`, which needs no CORS preflight;
   * `application/json` works too.
   */
  contentType?: string;
  /** Sent as `clientinfo`. Default: the browser's user agent. */
  clientInfo?: string;
  /** Sent as `clientip`, only when given. */
  clientIP?: string;
  /** Receive sound. Default true. */
  audio?: boolean;
  /** Receive the picture. Default true. */
  video?: boolean;
  /** Ask for the stream's SEI messages, and dispatch them as `sei` events. Default false. */
  sei?: boolean;
  /** Reports to the server: all (default), none, or each by name. */
  reports?: boolean | ReportOptions;
  /** How the stream is pulled anew after a failure that may pass; `false`: not at all. */
  retry?: false | RetryOptions;
  /**
   * What plays when WebRTC has been given up after a `retryable` failure, or is `unsupported`. An HLS URL, also as the function's
   * result, is played by the browser itself where it can. A function that returns none takes the video over, as with hls.js.
   */
  fallback?: string | ((reason: LEBError) => string | void | Promise<void>);
  /** How long each attempt may take from the loaded module to the first frame, in ms. Default 10000. */
  startTimeout?: number;
  /** How long no media may arrive, or none be decoded, before the stream is pulled anew, in ms. Default 1500. */
  stallTimeout?: number;
  /** Called with every event, and with the calls of play() and switchTo(), as they happen. It gets no secrets. */
  log?: (entry: LogEntry) => void;
  /** Time between two `stats` events, in ms. Default 2000. */
  statsInterval?: number;
  /**
   * How long sound and picture wait in the browser's jitter buffers. `auto` (default): as long as the browser thinks fit, longer while
   * the path is bad, and no longer once it is good again. In ms, 0 to 4000: at least that long, which is steadier.
   */
  latency?: number | "auto";
  /** How long a pause keeps the stream coming, in ms. Default 10000: then it is let go of, and pulled anew by resume(). */
  pauseTimeout?: number;
  /**
   * What to do when the browser refuses to play with sound: `muted` (default) plays on without sound, `manual` waits for
   * {@link Player.resume}. Either way `autoplayblocked` tells.
   */
  autoplay?: "muted" | "manual";
  /** For RTCPeerConnection. LEB needs none. */
  iceServers?: RTCIceServer[];
  /** Where leb.wasm is. Default: beside the script, or where the bundler put it. */
  wasmURL?: string | URL;
}

/** What concerns one play() only. */
export interface PlayOptions {
  /** Aborting it is {@link Player.stop}, before and after the first frame. */
  signal?: AbortSignal;
  /** The `sessionid` to use. Default: a random one. */
  sessionId?: string;
}
