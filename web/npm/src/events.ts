import type { LEBError } from "./error.js";
import type { ErrorCode, EventName, PlayerState } from "./vocabulary.js";

/** Detail of `statechange`. */
export interface StateChange {
  from: PlayerState;
  to: PlayerState;
  /** Why, in a few words for a log. May be empty. */
  reason: string;
}

/** Detail of `icestate`. */
export interface ICEState {
  iceConnectionState: RTCIceConnectionState;
  iceGatheringState: RTCIceGatheringState;
}

/** When each phase of a start was over, in ms since play() was called. */
export interface Waterfall {
  /** leb.wasm runs. About 0 when it was loaded before. */
  load: number;
  /** The SDP offer is made. */
  offer: number;
  /** The server has answered. */
  signalling: number;
  /** The answer is set. */
  answer: number;
  /** ICE and DTLS are connected. */
  connected: number;
  /** The first frame is on the screen. */
  firstFrame: number;
}

/** Detail of `firstframe`. */
export interface FirstFrame {
  sessionId: string;
  /** From play() to the first rendered frame, in ms. */
  elapsed: number;
  waterfall: Waterfall;
}

/** One received track. */
export interface TrackStats {
  /** Lower case, such as `opus` or `h264`. */
  codec: string;
  ssrc: number;
  /** Over the last interval, in bit/s. */
  bitrate: number;
  /** Since the session began. */
  packetsReceived: number;
  /** Since the session began. */
  packetsLost: number;
  /** Since the session began. */
  bytesReceived: number;
  /** In ms. */
  jitter: number;
}

/** The received picture. */
export interface VideoStats extends TrackStats {
  width: number;
  height: number;
  /** Decoded frames per second, over the last interval. */
  framesPerSecond: number;
  /** Received frames per second, over the last interval. */
  framesReceivedPerSecond: number;
  /** Since the session began. */
  framesDecoded: number;
  /** Since the session began. */
  framesDropped: number;
  /** Since the session began. */
  freezeCount: number;
}

/** Detail of `stats`. */
export interface Stats {
  /** Unix time in ms. */
  timestamp: number;
  /** Absent until sound arrives. */
  audio?: TrackStats;
  /** Absent until a picture arrives. */
  video?: VideoStats;
  /** In ms, where the browser knows it. */
  roundTripTime?: number;
}

/** Detail of `autoplayblocked`: the browser refused to play with sound. */
export interface AutoplayBlocked {
  /** True: it plays without sound. False: it waits for {@link Player.resume}. */
  muted: boolean;
}

/** Detail of `resize`: the size of the picture, in pixels. */
export interface Resize {
  width: number;
  height: number;
}

/** Detail of `warning`: something failed that playing does not depend on. */
export interface Warning {
  code: ErrorCode;
  message: string;
  /** Whether the same call may well succeed later. */
  retryable: boolean;
  /** The LEB endpoint concerned, such as `reportquality`. */
  endpoint?: string;
  /** The server's own error number. */
  errcode?: number;
  /** The server's own error text. Show it as text, never as HTML. */
  errmsg?: string;
  /** The HTTP status, when `code` is `http-status`. */
  status?: number;
}

/** The events of a {@link Player}. All are CustomEvents. */
export interface PlayerEventMap extends Record<EventName, CustomEvent> {
  /** The state is another one. */
  statechange: CustomEvent<StateChange>;
  /** The ICE states of the connection. */
  icestate: CustomEvent<ICEState>;
  /** The first frame is on the screen. */
  firstframe: CustomEvent<FirstFrame>;
  /** Every `statsInterval` while it plays. */
  stats: CustomEvent<Stats>;
  /** The browser refused to play with sound. */
  autoplayblocked: CustomEvent<AutoplayBlocked>;
  /** The picture has another size. */
  resize: CustomEvent<Resize>;
  /** Something failed that playing does not depend on. */
  warning: CustomEvent<Warning>;
  /** Playing has failed. Not dispatched while starting: then play() rejects. */
  error: CustomEvent<LEBError>;
}

/** Dispatches one event. */
export type Emit = <K extends EventName>(type: K, detail: PlayerEventMap[K]["detail"]) => void;
