// The exports of the Go program: the boundary between Go and the page.

import type {
  AutoplayBlocked,
  FirstFrame,
  Tracks,
  ICEState,
  Reconnecting,
  Recovered,
  Resize,
  SEI,
  Stall,
  StateChange,
  Stats,
  Exchange,
  VideoStats,
  Warning,
  Waterfall,
} from "./events.js";
import type { ChangeableOptions, IceServer, ReportOptions, RetryOptions, StreamURL } from "./options.js";
import type { RawEventName } from "./vocabulary.js";

/** The object that Go sets as `globalThis.leb`. */
export interface RawExports {
  readonly version: string;
  /** Starts a play. Never throws: a bad option is reported to the sink. */
  play(options: RawOptions, sink: RawSink): RawSession;
  stop(session: RawSession): Promise<void>;
  /** Moves a play to another video, with the viewer's volume and mute. Does nothing after the end of the play. */
  attach(session: RawSession, video: HTMLVideoElement): void;
  /**
   * Pulls another stream while the current one plays, and shows it from its first frame on. Resolves with undefined at that frame, or
   * with the failure, in which case the current stream plays on. A later call or the session's end resolves it with `aborted`. `prepared`
   * is a pull of that stream; it is used, or else stopped.
   */
  switchTo(session: RawSession, streamurl: StreamURL, sessionid?: string, prepared?: RawPrepared): Promise<RawError | undefined>;
  /** Withdraws the last switchTo(), which resolves with `aborted`. Does nothing after it. */
  cancelSwitch(session: RawSession): void;
  /** Changes the options that are set, or none of them and returns the failure. For a session that has ended it only checks them. */
  setOptions(session: RawSession, options: ChangeableOptions): RawError | undefined;
  /** Creates the offer of a later play or, with `streamurl`, its pull. Never throws. */
  prepare(options: Omit<RawOptions, "streamurl" | "startTime"> & { streamurl?: StreamURL | undefined }): RawPrepared;
  /** Releases an offer, or stops a pull, that no play has used. */
  discard(prepared: RawPrepared): void;
  /** Counts the functions given to JavaScript and the plays under way. */
  counters(): { liveFuncs: number; sessions: number };
}

export interface RawOptions {
  video: HTMLVideoElement;
  streamurl: StreamURL;
  clientinfo?: string | undefined;
  clientip?: string | undefined;
  sessionid?: string | undefined;
  signalURL?: string | readonly string[] | undefined;
  contentType?: string | undefined;
  receiveAudio?: boolean | undefined;
  receiveVideo?: boolean | undefined;
  sei?: boolean | undefined;
  reports?: boolean | ReportOptions | undefined;
  retry?: boolean | RetryOptions | undefined;
  startTimeout?: number | undefined;
  stallTimeout?: number | undefined;
  statsInterval?: number | undefined;
  pauseTimeout?: number | undefined;
  prepareTimeout?: number | undefined;
  latency?: number | "auto" | undefined;
  autoplay?: "muted" | "manual" | undefined;
  iceServers?: readonly IceServer[] | undefined;
  workerURL?: string | URL | undefined;
  /** Time of the caller's play(), as Unix time in ms. */
  startTime: number;
  prepared?: RawPrepared | undefined;
  /** Posts the reports of the quality, or gives null if it can't: see courier.ts. */
  courier?: { post(url: string, type: string, body: string): Promise<unknown> | null; cancel(posted: Promise<unknown>, late: boolean): void } | undefined;
}

/** Go's handle of one play. */
export interface RawSession {
  /** The `sessionid` of the first pull. Null if the options were invalid. */
  readonly sessionId: string | null;
  /** The connection whose video is displayed, or the first one before that. Null until it exists. */
  readonly pc: RTCPeerConnection | null;
  /** The latest connection of a re-pull or a switch, which is to replace `pc`. */
  readonly beside?: RTCPeerConnection;
}

/** Go's handle of an offer or a pull created ahead of its play. */
export interface RawPrepared {
  /** 0 once it can no longer be used: taken by a play, discarded, broken or too old. */
  readonly id: number;
  /** The connection. Null until it exists. */
  readonly pc: RTCPeerConnection | null;
  /** Resolves with the failure, or with undefined once the offer exists or the pull can be shown. */
  readonly ready: Promise<RawError | undefined>;
}

/** Detail of Go's `error`, with the members of a `warning`. */
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
  exchange: Exchange;
  tracks: Tracks;
  warning: Warning;
  error: RawError;
}

/** The two arguments of one call of the sink. */
export type RawNote = { [K in RawEventName]: [type: K, detail: RawDetails[K]] }[RawEventName];

/** Receives all that Go reports. Called in a microtask. */
export type RawSink = (...note: RawNote) => void;
