// The words shared with the Go program. A test compares the lists, order included, with Go's.

/** The signalling server named by LEB's specification, and the default of {@link PlayerOptions.signalURL}. */
export const defaultSignalURL = "https://live.rtc.qq.com:8687";

/** Every state of a player, in the order of a successful play. */
export const playerStates = [
  "idle",
  "offering",
  "pulling",
  "connecting",
  "playing",
  "paused",
  "stalled",
  "reconnecting",
  "stopped",
  "failed",
] as const;

/** Reports whether a player in a state plays a stream, or is about to. */
export function isActive(state: string): boolean {
  return !["idle", "stopped", "failed"].includes(state);
}

/** Every {@link LEBError.code}. */
export const errorCodes = [
  "unsupported",
  "wasm-load",
  "bad-option",
  "bad-stream-url",
  "url-failed",
  "url-expired",
  "network",
  "http-status",
  "bad-reply",
  "refused",
  "negotiation",
  "ice-failed",
  "closed",
  "no-media",
  "decode-failed",
  "timeout",
  "aborted",
  "internal",
] as const;

/** The codes of failures after which a fallback takes over although they are not `retryable`. */
export const fallbackCodes = ["unsupported", "wasm-load", "negotiation", "internal"] as const;

/** Every type of event that the Go program reports. */
export const eventNames = [
  "statechange",
  "icestate",
  "firstframe",
  "stats",
  "autoplayblocked",
  "resize",
  "sei",
  "stall",
  "reconnecting",
  "recovered",
  "exchange",
  "tracks",
  "warning",
  "error",
] as const;

/** Every type of event that the shell adds. */
export const shellEventNames = ["fallback"] as const;

/**
 * The state of a player: `idle` (before the first play), `offering` (creating the SDP offer), `pulling` (waiting for the server's answer),
 * `connecting` (ICE, DTLS, first frame), `playing`, `paused` (the video element is paused), `stalled` (no new frames are displayed),
 * `reconnecting` (pulling the stream again), and at the end `stopped` or `failed`.
 */
export type PlayerState = (typeof playerStates)[number];

/**
 * The stable code of a failure, for programs: `unsupported` (the browser lacks WebRTC or WebAssembly), `wasm-load` (leb.wasm could
 * not be loaded or started), `bad-option`, `bad-stream-url`, `url-failed` (the page's function gave no URL), `url-expired` (a
 * warning: the URL's txTime has passed), `network` (no reply), `http-status` (a status outside 2xx), `bad-reply` (a reply that violates the
 * protocol), `refused` (the server returned an errcode), `negotiation` (SDP), `ice-failed`, `closed` (the server ended the connection),
 * `no-media` (connected, but nothing arrives), `decode-failed` (data arrives but cannot be decoded), `timeout`, `aborted` (stopped by the
 * caller), `internal`.
 */
export type ErrorCode = (typeof errorCodes)[number];

/** The type of an event of a player. */
export type EventName = RawEventName | (typeof shellEventNames)[number];

/** The type of an event of the Go program. */
export type RawEventName = (typeof eventNames)[number];
