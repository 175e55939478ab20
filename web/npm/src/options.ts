/** Which of the three reports are sent to the server. */
export interface ReportOptions {
  /** Reception quality, every two seconds. Default true. */
  quality?: boolean;
  /** Every change of the ICE state. Default true. */
  iceState?: boolean;
  /** Once, when the first frame is on the screen. Default true. */
  firstFrame?: boolean;
}

/** How a {@link Player} plays. Everything has a default. */
export interface PlayerOptions {
  /** Base URL of the signalling server. Default `https://live.rtc.qq.com:8687`. */
  signalURL?: string;
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
  /** Reports to the server: all (default), none, or each by name. */
  reports?: boolean | ReportOptions;
  /** How long play() may take from the loaded module to the first frame, in ms. Default 10000. */
  startTimeout?: number;
  /** How long no media may arrive, or none be decoded, before playing fails, in ms. Default 5000. */
  stallTimeout?: number;
  /** Time between two `stats` events, in ms. Default 2000. */
  statsInterval?: number;
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
