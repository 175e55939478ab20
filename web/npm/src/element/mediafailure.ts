import { type ErrorCode, LEBError } from "leb-player";

/** A failure as media elements have it: MediaError's `code` and `message`, and the player's own error. */
export interface MediaFailure {
  /** MediaError's: 2 for the network, 3 for decoding, 4 for a source that can't be played. */
  readonly code: 2 | 3 | 4;
  readonly message: string;
  /** What the player has reported, with `code`, `errcode` and the rest. */
  readonly detail: LEBError;
}

const decoding: readonly ErrorCode[] = ["decode-failed", "internal"];
const source: readonly ErrorCode[] = ["unsupported", "bad-option", "bad-stream-url", "refused", "negotiation"];

/** Returns an error of the player as media elements have it. Controls know texts for these codes. */
export function mediaFailure(detail: LEBError): MediaFailure {
  const code = decoding.includes(detail.code) ? 3 : source.includes(detail.code) ? 4 : 2;
  return Object.freeze({ code, message: detail.message, detail });
}

/** Reports whether a play has ended because it was stopped or replaced, which is no failure. */
export function isAborted(error: unknown): boolean {
  return error instanceof LEBError && error.code === "aborted";
}
