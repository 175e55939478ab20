// What the Go program exports, as it is: the waist between Go and the page.

import type {
  AutoplayBlocked,
  FirstFrame,
  ICEState,
  Reconnecting,
  Recovered,
  Resize,
  SEI,
  Stall,
  StateChange,
  Stats,
  VideoStats,
  Warning,
  Waterfall,
} from "./events.js";
import type { ReportOptions, RetryOptions } from "./options.js";
import type { RawEventName } from "./vocabulary.js";

/** Go's `globalThis.leb`. */
export interface RawExports {
  readonly version: string;
  /** Never throws: a bad option arrives at the sink. */
  play(options: RawOptions, sink: RawSink): RawSession;
  stop(session: RawSession): Promise<void>;
  /**
   * Pulls another stream beside the one that plays, and shows it from its first frame on. Resolves with undefined then; else with
   * what went wrong, and the old picture stays. A later call, or the session's end, makes it `aborted`.
   */
  switchTo(session: RawSession, streamurl: string): Promise<RawError | undefined>;
  /** Makes the offer of a later play. Never throws. */
  prepare(options: Omit<RawOptions, "streamurl" | "startTime">): RawPrepared;
  /** Lets go of an offer that no play has taken. */
  discard(prepared: RawPrepared): void;
  counters(): { liveFuncs: number };
}

export interface RawOptions {
  video: HTMLVideoElement;
  streamurl: string;
  clientinfo: string;
  clientip?: string;
  sessionid?: string;
  signalURL?: string | string[];
  contentType?: string;
  receiveAudio?: boolean;
  receiveVideo?: boolean;
  sei?: boolean;
  reports?: boolean | ReportOptions;
  retry?: false | RetryOptions;
  startTimeout?: number;
  stallTimeout?: number;
  statsInterval?: number;
  pauseTimeout?: number;
  latency?: number | "auto";
  autoplay?: "muted" | "manual";
  iceServers?: RTCIceServer[];
  /** When the caller's play() began: Unix time in ms. */
  startTime: number;
  prepared?: RawPrepared;
}

/** Go's handle of one play. */
export interface RawSession {
  /** Null when the options were refused. */
  readonly sessionId: string | null;
  /** The connection whose picture is shown, or is to be shown first. Null until there is one. */
  readonly pc: RTCPeerConnection | null;
  /** The one made last beside it. */
  readonly beside?: RTCPeerConnection;
}

/** Go's handle of an offer made ahead of its play. */
export interface RawPrepared {
  /** 0 once it is spent: taken by a play, discarded, or a minute old. */
  readonly id: number;
  /** Resolves with what went wrong, or with undefined. */
  readonly ready: Promise<RawError | undefined>;
}

/** Detail of Go's `error`: the members of a `warning`. */
export type RawError = Warning;

/** Detail of Go's `stats`. */
export interface RawStats extends Omit<Stats, "video"> {
  video?: Omit<VideoStats, "framesRenderedPerSecond">;
}

interface RawDetails extends Record<RawEventName, object> {
  statechange: StateChange;
  icestate: ICEState;
  firstframe: Omit<FirstFrame, "waterfall"> & { waterfall: Omit<Waterfall, "load"> };
  stats: RawStats;
  autoplayblocked: AutoplayBlocked;
  resize: Resize;
  sei: SEI;
  stall: Stall;
  reconnecting: Reconnecting;
  recovered: Recovered;
  warning: Warning;
  error: RawError;
}

/** One call of the sink: its two arguments. */
export type RawNote = { [K in RawEventName]: [type: K, detail: RawDetails[K]] }[RawEventName];

/** The one way back from Go. Called in a microtask. */
export type RawSink = (...note: RawNote) => void;
