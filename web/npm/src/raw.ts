// What the Go program exports, as it is: the waist between Go and the page.

import type { AutoplayBlocked, FirstFrame, ICEState, Resize, StateChange, Stats, Warning, Waterfall } from "./events.js";
import type { ReportOptions } from "./options.js";
import type { EventName } from "./vocabulary.js";

/** Go's `globalThis.leb`. */
export interface RawExports {
  readonly version: string;
  /** Never throws: a bad option arrives at the sink. */
  play(options: RawOptions, sink: RawSink): RawSession;
  stop(session: RawSession): Promise<void>;
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
  signalURL?: string;
  contentType?: string;
  receiveAudio?: boolean;
  receiveVideo?: boolean;
  reports?: boolean | ReportOptions;
  startTimeout?: number;
  stallTimeout?: number;
  statsInterval?: number;
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
  /** Null until there is one. */
  readonly pc: RTCPeerConnection | null;
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

interface RawDetails extends Record<EventName, object> {
  statechange: StateChange;
  icestate: ICEState;
  firstframe: Omit<FirstFrame, "waterfall"> & { waterfall: Omit<Waterfall, "load"> };
  stats: Stats;
  autoplayblocked: AutoplayBlocked;
  resize: Resize;
  warning: Warning;
  error: RawError;
}

/** One call of the sink: its two arguments. */
export type RawNote = { [K in EventName]: [type: K, detail: RawDetails[K]] }[EventName];

/** The one way back from Go. Called in a microtask. */
export type RawSink = (...note: RawNote) => void;
