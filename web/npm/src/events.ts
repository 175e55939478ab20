import type { LEBError } from "./error.js";
import type { ErrorCode, EventName, PlayerState } from "./vocabulary.js";

/** What a play has come to, for the page's own reports. */
export interface Summary {
  /** Time from play() to the first frame, in ms. Absent if there has been none. */
  firstFrame?: number;
  /** Time in which the stream has played, in ms. */
  watched: number;
  /** Time after the first frame in which it has stood still or has been pulled again, in ms. */
  stalled: number;
  /** Number of these interruptions. */
  stalls: number;
  /** How often the stream was to be pulled again, by the reason. */
  repulls: Partial<Record<ErrorCode, number>>;
  /** Bytes of media received, up to the latest statistics. */
  bytes: number;
  /** Mean bit rate of the statistics, in bit/s. */
  bitrate: number;
  /** The latest failure of a pull or of the play. Absent if there has been none. */
  error?: { code: ErrorCode; message: string };
}

/** Detail of `statechange`. */
export interface StateChange {
  /** The previous state. */
  from: PlayerState;
  /** The new state. */
  to: PlayerState;
  /** The reason in a few words, for a log. May be empty. */
  reason: string;
  /** What the play has come to, when it is `stopped` or `failed`. */
  summary?: Summary;
}

/** Detail of `icestate`. */
export interface ICEState {
  /** The connection's iceConnectionState (W3C WebRTC). */
  iceConnectionState: RTCIceConnectionState;
  /** The connection's iceGatheringState (W3C WebRTC). */
  iceGatheringState: RTCIceGatheringState;
}

/** The end of each phase of a start, in ms since play() was called. */
export interface Waterfall {
  /** leb.wasm is running. About 0 if it was already loaded. */
  load: number;
  /** The SDP offer has been created. */
  offer: number;
  /** The server has answered. */
  signalling: number;
  /** The SDP answer has been set. */
  answer: number;
  /** ICE is connected. */
  ice: number;
  /** DTLS is connected too. */
  dtls: number;
  /** The last packet of the first frame has arrived. Equal to `firstFrame` in browsers that do not report it. */
  firstPacket: number;
  /** The first frame has been decoded and submitted for display. Equal to `firstFrame` in browsers that do not report it. */
  firstDecoded: number;
  /** The first frame has been displayed. */
  firstFrame: number;
}

/** Detail of `firstframe`. */
export interface FirstFrame {
  /** The `sessionid` of the pull that the frame belongs to. */
  sessionId: string;
  /** Time from play() to the first rendered frame, in ms. */
  elapsed: number;
  /** False if sound is heard without a picture, which may join it later. */
  video: boolean;
  /** The phases of that time. */
  waterfall: Waterfall;
}

/** Detail of `tracks`: a kind of media has gone while the other goes on, as if a camera or microphone were switched off, or has come back. */
export interface Tracks {
  /** Sound arrives. */
  audio: boolean;
  /** A picture arrives. */
  video: boolean;
}

/** Statistics of one received track. */
export interface TrackStats {
  /** The codec's name in lower case, such as `opus` or `h264`. */
  codec: string;
  /** The synchronization source of the RTP stream (RFC 3550). */
  ssrc: number;
  /** Bit rate over the last interval, in bit/s. */
  bitrate: number;
  /** Packets received on the current connection; a new pull starts from 0. */
  packetsReceived: number;
  /** Packets lost on the current connection; a new pull starts from 0. */
  packetsLost: number;
  /** Bytes received on the current connection; a new pull starts from 0. */
  bytesReceived: number;
  /** Share of packets lost in the last interval, 0 to 1. Includes packets that arrived after a retransmission request. */
  loss: number;
  /** Jitter of the packets' arrival, in ms. */
  jitter: number;
  /** Mean time spent in the jitter buffer over the last interval, in ms. Absent if nothing left the buffer, and for video in Chromium before 109. */
  jitterBufferDelay?: number;
  /** Retransmission requests (NACK) on the current connection; a new pull starts from 0. */
  nackCount: number;
  /**
   * Estimated age of the media being played, in ms, from the server's RTCP sender reports. If the browser or the server does not provide
   * them, the sum of half the round-trip time, the jitter buffer delay and the decode time. Absent while nothing is playing.
   */
  latency?: number;
}

/** Statistics of the received audio. */
export interface AudioStats extends TrackStats {
  /** Share of the audio synthesized to conceal late or lost packets over the last interval, 0 to 1. Absent in browsers that do not count it. */
  concealed?: number;
}

/** Statistics of the received video. */
export interface VideoStats extends TrackStats {
  /** Width of the last decoded frame, in pixels. Absent until it is known. */
  width?: number;
  /** Height of the last decoded frame, in pixels. Absent until it is known. */
  height?: number;
  /** Decoded frames per second, over the last interval. */
  framesPerSecond: number;
  /** Received frames per second, over the last interval. Absent in browsers that do not count them. */
  framesReceivedPerSecond?: number;
  /**
   * Frames per second displayed by the video element, over the last interval. 0 in a hidden page, where it is not known. Absent where the
   * browser does not count them: Firefox.
   */
  framesRenderedPerSecond?: number;
  /** Frames decoded on the current connection; a new pull starts from 0. */
  framesDecoded: number;
  /** Frames dropped on the current connection; a new pull starts from 0. */
  framesDropped: number;
  /** Mean time to decode a frame over the last interval, in ms. Absent if none was decoded, or in less time than the browser measures. */
  decodeTime?: number;
  /** Key frame requests (PLI) on the current connection; a new pull starts from 0. */
  pliCount: number;
  /** Key frame requests (FIR) on the current connection; a new pull starts from 0. */
  firCount: number;
  /** Freezes in the whole play. An interruption that a new pull ended counts as one. */
  freezeCount: number;
  /** Total length of the freezes in the whole play, in ms. */
  totalFreezesDuration: number;
  /** Longest freeze observed in the whole play, in ms. Of several freezes in one interval only the mean is known. */
  longestFreeze: number;
}

/** The network path of the media. */
export interface CandidatePair {
  /** Type of the viewer's candidate. */
  local: RTCIceCandidateType;
  /** Type of the server's candidate. */
  remote: RTCIceCandidateType;
  /** Transport protocol of the viewer's candidate. */
  protocol: RTCIceProtocol;
}

/** Detail of `stats`. */
export interface Stats {
  /** Time of the reading, as Unix time in ms. */
  timestamp: number;
  /**
   * Quality of the last interval: 5 excellent, 4 good, 3 fair, 2 poor, 1 bad, 0 if nothing was received. The score is the worst of
   * those for loss and concealed audio, round-trip time, jitter on the path, freezes, and frames that were not decoded.
   */
  score: number;
  /** Statistics of the audio. Absent until audio arrives. */
  audio?: AudioStats;
  /** Statistics of the video. Absent until video arrives. */
  video?: VideoStats;
  /** Round-trip time in ms. Absent in browsers that do not report it. */
  roundTripTime?: number;
  /** The path in use. Absent in browsers that do not report it. */
  candidatePair?: CandidatePair;
}

/** Detail of `autoplayblocked`: the browser refused to play with sound. */
export interface AutoplayBlocked {
  /** True if the player plays muted, false if it waits for {@link Player.resume}. */
  muted: boolean;
}

/** Detail of `resize`: the size of the video, in pixels. */
export interface Resize {
  /** The new width. */
  width: number;
  /** The new height. */
  height: number;
}

/** Detail of `sei`: a message that the publisher put into the stream (H.264 Annex D, H.265 Annex D). */
export interface SEI {
  /** The payloadType. 5 is user_data_unregistered, the type for application-defined messages. */
  type: number;
  /** The UUID of a type 5 message, which identifies its format: lower case, 8-4-4-4-12. Absent for other types. */
  uuid?: string;
  /** The bytes after the UUID of a type 5 message; the whole message for other types. */
  payload: Uint8Array;
  /** RTP timestamp of the frame that carried the message, at 90 kHz, as in requestVideoFrameCallback's metadata. The frame is not yet displayed. */
  rtpTimestamp: number;
}

/** Detail of `stall`: no new frame has been displayed for a second or, in a play without video, no audio has been received. */
export type Stall = Record<string, never>;

/** Detail of `reconnecting`: the player is about to pull the stream again. */
export interface Reconnecting {
  /** Number of this attempt in a series of consecutive ones: 1, 2, … */
  attempt: number;
  /** Time until the attempt begins, in ms. */
  delay: number;
  /** The code of the failure. */
  reason: ErrorCode;
  /** The failure in words, for a log. */
  message: string;
}

/** Detail of `recovered`: the stream is playing again. */
export interface Recovered {
  /** Length of the interruption, in ms. */
  duration: number;
  /** Number of re-pulls begun. 0 if the stream resumed without one. */
  attempts: number;
}

/**
 * Detail of `exchange`: the video's MediaStream is about to get other tracks in place of its present ones. What uses these, such as a
 * MediaRecorder, can be stopped while the event is dispatched, and started again with the new ones in a timeout of 0.
 */
export interface Exchange {
  /** Why: the stream has been pulled again, or another one was switched to. */
  reason: "reconnecting" | "switch";
}

/** Detail of `fallback`: the player has given up WebRTC, and {@link PlayerOptions.fallback} takes over. */
export interface Fallback {
  /** The HLS URL that plays now. Absent if the page has taken over the video. */
  url?: string;
  /** The failure of WebRTC. */
  reason: LEBError;
}

/** Detail of `warning`: a failure that does not interrupt playback. */
export interface Warning {
  /** The stable code of the failure. */
  code: ErrorCode;
  /** The failure in words, for a log. */
  message: string;
  /** True if the same call may succeed later. */
  retryable: boolean;
  /** The LEB endpoint that failed, such as `reportquality`. */
  endpoint?: string;
  /** The server's own error number. */
  errcode?: number;
  /** The server's own error text. Show it as text, never as HTML. */
  errmsg?: string;
  /** The HTTP status, if `code` is `http-status`. */
  status?: number;
}

/** The events of a {@link Player}. All are CustomEvents. */
export interface PlayerEventMap extends Record<EventName, CustomEvent> {
  /** The state has changed. */
  statechange: CustomEvent<StateChange>;
  /** An ICE state of the connection has changed. */
  icestate: CustomEvent<ICEState>;
  /** The first frame has been displayed. */
  firstframe: CustomEvent<FirstFrame>;
  /** Statistics, every `statsInterval`. */
  stats: CustomEvent<Stats>;
  /** The browser refused to play with sound. */
  autoplayblocked: CustomEvent<AutoplayBlocked>;
  /** The size of the video has changed. */
  resize: CustomEvent<Resize>;
  /** The stream carried an SEI message. Requires {@link PlayerOptions.sei}. Not written to the log. */
  sei: CustomEvent<SEI>;
  /** Playback has stalled. */
  stall: CustomEvent<Stall>;
  /** The player is about to pull the stream again. */
  reconnecting: CustomEvent<Reconnecting>;
  /** The stream is playing again. */
  recovered: CustomEvent<Recovered>;
  /** The tracks of the video's MediaStream are about to be exchanged. */
  exchange: CustomEvent<Exchange>;
  /** Sound or picture has gone while the other goes on, or has come back. */
  tracks: CustomEvent<Tracks>;
  /** The player has given up WebRTC, and the fallback takes over. */
  fallback: CustomEvent<Fallback>;
  /** A failure that does not interrupt playback. */
  warning: CustomEvent<Warning>;
  /** Playback has failed. Not dispatched for a failed start: in that case play() rejects. */
  error: CustomEvent<LEBError>;
}

/** Dispatches one event. */
export type Emit = <K extends EventName>(type: K, detail: PlayerEventMap[K]["detail"]) => void;
