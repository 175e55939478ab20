// The words shared with the Go program. The lists are compared with Go's by a test: same words, same order.

/** The signalling server that LEB's specification names: {@link PlayerOptions.signalURL} unless given. */
export const defaultSignalURL = "https://live.rtc.qq.com:8687";

/** Every state of a player, in the order of a play that goes well, then the ways it can go. */
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

/** Every {@link LEBError.code}. */
export const errorCodes = [
  "unsupported",
  "wasm-load",
  "bad-option",
  "bad-stream-url",
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

/** Every type of event that Go tells. */
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
  "warning",
  "error",
] as const;

/** Every type of event that the shell adds. */
export const shellEventNames = ["fallback"] as const;

/**
 * Where a player stands: `offering` (making the SDP offer), `pulling` (asking the server), `connecting` (ICE, DTLS, first
 * frame), `playing`, `paused` (the video element is), `stalled` (the picture stands still), `reconnecting` (the stream is being pulled anew), and at the end
 * `stopped` or `failed`. `idle` before the first play.
 */
export type PlayerState = (typeof playerStates)[number];

/**
 * What went wrong, for programs. Stable: `unsupported` (the browser lacks WebRTC or WebAssembly), `wasm-load` (leb.wasm could
 * not be had or started), `bad-option`, `bad-stream-url`, `network` (no reply), `http-status` (outside 2xx), `bad-reply` (not
 * what the protocol says), `refused` (the server's errcode), `negotiation` (SDP), `ice-failed`, `closed` (the server ended the
 * connection), `no-media` (connected, nothing comes), `decode-failed` (data, but no picture), `timeout`, `aborted` (stopped by the
 * caller), `internal`.
 */
export type ErrorCode = (typeof errorCodes)[number];

/** The type of an event of a player. */
export type EventName = RawEventName | (typeof shellEventNames)[number];

/** The type of an event of the Go program. */
export type RawEventName = (typeof eventNames)[number];
