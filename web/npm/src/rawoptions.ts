import type { Address } from "./address.js";
import { courierAt } from "./courier.js";
import type { PlayerOptions } from "./options.js";
import type { RawOptions } from "./raw.js";

/** The input of an offer. */
export interface PreparedOptions {
  video: HTMLVideoElement;
  options: PlayerOptions;
}

/** The input of one play(). */
export interface PlayRequest extends PreparedOptions {
  address: Address;
  sessionId: string | undefined;
  /** Time of the call of play(), as Unix time in ms. */
  startTime: number;
}

/** Returns the request under the names of the Go program, which validates the values, and takes undefined for an option that is not set. */
export function rawOptions({ address, sessionId, startTime, ...prepared }: PlayRequest): RawOptions {
  return { ...preparedOptions(prepared), streamurl: address.source, startTime, sessionid: sessionId };
}

/** Returns the input of an offer under the names of the Go program. It passes over the options that are the shell's own. */
export function preparedOptions({ video, options }: PreparedOptions): Omit<RawOptions, "streamurl" | "startTime"> {
  return {
    ...options,
    video,
    clientinfo: options.clientInfo,
    clientip: options.clientIP,
    receiveAudio: options.audio,
    receiveVideo: options.video,
    courier: courierAt(options.workerURL),
  };
}
