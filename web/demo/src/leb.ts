// The library: the global that <script src="leb.js"> defines. Only its types are imported.
import type * as API from "../../npm/src/index.js";

/** A player of the library. */
export type Player = API.Player;
/** The options of a player. */
export type PlayerOptions = API.PlayerOptions;
/** The state of a player. */
export type PlayerState = API.PlayerState;
/** The code of a failure. */
export type ErrorCode = API.ErrorCode;
/** The statistics of one interval. */
export type Stats = API.Stats;
/** The end of each phase up to the first frame, in ms since play() was called. */
export type Waterfall = API.Waterfall;
/** The type of an event. */
export type EventName = keyof API.PlayerEventMap;
/** The detail of an event. */
export type Detail<K extends EventName> = API.PlayerEventMap[K]["detail"];

/** The library, or undefined if leb.js could not be loaded. */
export const LEB = (globalThis as { LEB?: typeof API }).LEB;

/** The members of a LEBError that the page shows. */
export interface Problem {
  code: ErrorCode;
  message: string;
  retryable?: boolean | undefined;
  endpoint?: string | undefined;
  errcode?: number | undefined;
  errmsg?: string | undefined;
  status?: number | undefined;
}

/** Converts any thrown value: a LEBError is returned unchanged, everything else gets the code "internal". */
export function problemOf(thrown: unknown): Problem {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    return thrown as Problem;
  }
  return { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown) };
}
