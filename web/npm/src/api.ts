// The public API, whose entries differ only in where leb.wasm is.

import type { PlayerOptions, PlayOptions, StreamURL } from "./options.js";
import { holderOf } from "./playback.js";
import { Player } from "./player.js";
import { Preparation, preconnect } from "./preparation.js";
import { readOptions } from "./readoptions.js";
import { requireFeatures } from "./support.js";
import { loadProgram } from "./wasm.js";

export type { Diagnostics } from "./diagnostics.js";
export { LEBError, type LEBErrorDetail } from "./error.js";
export type {
  AudioStats,
  AutoplayBlocked,
  CandidatePair,
  Fallback,
  FirstFrame,
  Tracks,
  ICEState,
  PlayerEventMap,
  Reconnecting,
  Recovered,
  Resize,
  SEI,
  Stall,
  StateChange,
  Stats,
  Summary,
  Exchange,
  TrackStats,
  VideoStats,
  Warning,
  Waterfall,
} from "./events.js";
export { type HLSClass, type HLSInstance, type HLSLoader, hlsURL } from "./hls.js";
export type { LogEntry } from "./journal.js";
export type { ChangeableOptions, IceServer, PlayerOptions, PlayOptions, ReportOptions, RetryOptions, StreamURL, WasmSource } from "./options.js";
export { Player } from "./player.js";
export { probe, type Support } from "./support.js";
export { version } from "./version.js";
export type { ErrorCode, EventName, PlayerState } from "./vocabulary.js";

/**
 * Plays a stream in a video element: creates a {@link Player} and calls its play().
 * @returns the player, once the first frame is displayed
 * @throws LEBError, as a rejection
 */
export async function play(
  video: HTMLVideoElement,
  url: StreamURL,
  options: PlayerOptions & PlayOptions = {},
): Promise<Player> {
  const player = new Player(video, options);
  await player.play(url, options);
  return player;
}

/** Stops a player, or the player that uses a video element. Never rejects. */
export async function stop(target: Player | HTMLVideoElement): Promise<void> {
  await ("stop" in target ? target : holderOf(target))?.stop();
}

/**
 * Loads and starts leb.wasm ahead of the first play(), and creates an offer that is discarded, because compiling and creating a first
 * offer are slow. With `signalURL` it also opens a connection to each of those hosts. Calling it again is harmless.
 * @throws LEBError `unsupported`, `bad-option` or `wasm-load`, as a rejection. A later call tries again.
 */
export async function preload(options: Pick<PlayerOptions, "wasm" | "wasmURL" | "wasmIntegrity" | "signalURL"> = {}): Promise<void> {
  requireFeatures();
  const given = readOptions(options);
  if (given.signalURL !== undefined) preconnect(given.signalURL);
  await loadProgram(given);
  try {
    const offer = new Preparation({ video: document.createElement("video"), options: given });
    await offer.ready;
    offer.discard();
  } catch {
    // The offer is only a warm-up. A play() that fails in the same way reports the failure.
  }
}
