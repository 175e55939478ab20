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
  /** ICE is connected. */
  ice: number;
  /** DTLS is connected too. */
  dtls: number;
  /** The packets of the first frame have arrived. As `firstFrame` where the browser does not tell. */
  firstPacket: number;
  /** The first frame is decoded, and handed over to be shown. As `firstFrame` where the browser does not tell. */
  firstDecoded: number;
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
  /** Since the connection on the screen began: a new pull counts anew. */
  packetsReceived: number;
  /** Since the connection on the screen began: a new pull counts anew. */
  packetsLost: number;
  /** Since the connection on the screen began: a new pull counts anew. */
  bytesReceived: number;
  /** Of the packets of the last interval, 0 to 1. Those that were asked for again and came are in it. */
  loss: number;
  /** In ms. */
  jitter: number;
  /** How long it waited in the jitter buffer, in ms: the mean over the last interval. */
  jitterBufferDelay: number;
  /** How often packets were asked for again. Since the connection on the screen began. */
  nackCount: number;
  /**
   * An estimate of how old what plays is, in ms: since the moment that the server's sender reports (RTCP) give it. Where the browser
   * or the server does not tell: half of the round trip, the wait in the jitter buffer and the decoder's time. Absent while nothing plays.
   */
  latency?: number;
}

/** The received sound. */
export interface AudioStats extends TrackStats {
  /** Which part was made up because it did not come in time, 0 to 1, over the last interval. */
  concealed: number;
}

/** The received picture. */
export interface VideoStats extends TrackStats {
  width: number;
  height: number;
  /** Decoded frames per second, over the last interval. */
  framesPerSecond: number;
  /** Received frames per second, over the last interval. */
  framesReceivedPerSecond: number;
  /** Frames per second that the video element showed, over the last interval. Not known, 0, in a hidden page. */
  framesRenderedPerSecond: number;
  /** Since the connection on the screen began: a new pull counts anew. */
  framesDecoded: number;
  /** Since the connection on the screen began: a new pull counts anew. */
  framesDropped: number;
  /** To decode a frame, in ms: the mean over the last interval. */
  decodeTime: number;
  /** How often a key frame was asked for (PLI). Since the connection on the screen began. */
  pliCount: number;
  /** The same by FIR. */
  firCount: number;
  /** In the whole play; a break that a new pull ended is one. */
  freezeCount: number;
  /** In the whole play, in ms. */
  totalFreezesDuration: number;
  /** In the whole play, in ms, as far as seen: of several in one interval, their mean. */
  longestFreeze: number;
}

/** The path that media take. */
export interface CandidatePair {
  local: RTCIceCandidateType;
  remote: RTCIceCandidateType;
  protocol: RTCIceProtocol;
}

/** Detail of `stats`. */
export interface Stats {
  /** Unix time in ms. */
  timestamp: number;
  /**
   * How good the last interval was: 5 excellent, 4 good, 3 fair, 2 poor, 1 bad, 0 when nothing came. The worst counts, of: loss and
   * concealed sound, round-trip time, the path's jitter, freezes, frames that were not decoded.
   */
  score: number;
  /** Absent until sound arrives. */
  audio?: AudioStats;
  /** Absent until a picture arrives. */
  video?: VideoStats;
  /** In ms, where the browser knows it. */
  roundTripTime?: number;
  /** Absent where the browser does not tell. */
  candidatePair?: CandidatePair;
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

/** Detail of `sei`: a message that the publisher has put into the stream (H.264 Annex D, H.265 Annex D). */
export interface SEI {
  /** payloadType. 5, user_data_unregistered, is for messages of one's own. */
  type: number;
  /** Of type 5: whose message it is, in lower case, 8-4-4-4-12. */
  uuid?: string;
  /** What follows it; of other types, all of the message. */
  payload: Uint8Array;
  /** Of the frame it came with, at 90 kHz: that of requestVideoFrameCallback's metadata. The frame has yet to be shown. */
  rtpTimestamp: number;
}

/** Detail of `stall`: the picture has stood still for a second, or, without one, nothing has been heard. */
export type Stall = Record<string, never>;

/** Detail of `reconnecting`: the stream is about to be pulled anew. */
export interface Reconnecting {
  /** The how many-th re-pull in a row this is: 1, 2, … */
  attempt: number;
  /** In how many ms it begins. */
  delay: number;
  /** What went wrong. */
  reason: ErrorCode;
  /** The same in words, for a log. */
  message: string;
}

/** Detail of `recovered`: the picture moves again. */
export interface Recovered {
  /** How long it stood still, in ms. */
  duration: number;
  /** How many re-pulls were begun; 0 when it came back by itself. */
  attempts: number;
}

/** Detail of `fallback`: WebRTC has been given up, and {@link PlayerOptions.fallback} takes its place. */
export interface Fallback {
  /** The HLS URL that plays now; absent when the page has taken the video over. */
  url?: string;
  /** What WebRTC failed with. */
  reason: LEBError;
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
  /** A message came in the stream. Only with {@link PlayerOptions.sei}. Not in the log. */
  sei: CustomEvent<SEI>;
  /** The picture stands still. */
  stall: CustomEvent<Stall>;
  /** The stream is about to be pulled anew. */
  reconnecting: CustomEvent<Reconnecting>;
  /** The picture moves again. */
  recovered: CustomEvent<Recovered>;
  /** WebRTC has been given up, and the fallback takes its place. */
  fallback: CustomEvent<Fallback>;
  /** Something failed that playing does not depend on. */
  warning: CustomEvent<Warning>;
  /** Playing has failed. Not dispatched while starting: then play() rejects. */
  error: CustomEvent<LEBError>;
}

/** Dispatches one event. */
export type Emit = <K extends EventName>(type: K, detail: PlayerEventMap[K]["detail"]) => void;
