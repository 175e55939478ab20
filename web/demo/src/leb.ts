// The library as the page sees it: the global that <script src="leb.js"> defines. Only its types are imported.
import type * as API from "../../npm/src/index.js";

/** One player of the library. */
export type Player = API.Player;
/** What the player is doing. */
export type PlayerState = API.PlayerState;
/** Why a play failed. */
export type ErrorCode = API.ErrorCode;
/** One interval's numbers. */
export type Stats = API.Stats;
/** The ends of the phases before the first frame, in ms since play() was called. */
export type Waterfall = API.Waterfall;
/** The type of an event. */
export type EventName = keyof API.PlayerEventMap;
/** What an event carries. */
export type Detail<K extends EventName> = API.PlayerEventMap[K]["detail"];

/** The library, or undefined when leb.js could not be loaded. */
export const LEB = (globalThis as { LEB?: typeof API }).LEB;

/** The fields of a LEBError that the page shows; anything thrown can be read as one. */
export interface Problem {
  code: ErrorCode;
  message: string;
  retryable?: boolean | undefined;
  endpoint?: string | undefined;
  errcode?: number | undefined;
  errmsg?: string | undefined;
  status?: number | undefined;
}

/** Reads whatever was thrown: a LEBError as it is, everything else as "internal". */
export function problemOf(thrown: unknown): Problem {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    return thrown as Problem;
  }
  return { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown) };
}
