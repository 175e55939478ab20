import type { Stats } from "./events.js";
import type { LogEntry } from "./journal.js";
import type { PlayerOptions } from "./options.js";
import type { PlayerState } from "./vocabulary.js";

/** The result of `Player.diagnostics()`. Contains no secrets. */
export interface Diagnostics {
  /** Time of the call, as Unix time in ms. */
  time: number;
  /** Version of the package. */
  version: string;
  /** Version of leb.wasm. Null before it is loaded. */
  program: string | null;
  /** The browser's user agent. */
  userAgent: string;
  /** The current state. */
  state: PlayerState;
  /** The `sessionid` of the last play. */
  sessionId: string | null;
  /** URL of the last requested stream, without its query. */
  url: string | null;
  /** The player's options, without the queries of URLs, the credentials of `iceServers`, and `clientIP`. */
  options: PlayerOptions;
  /** The last 200 events and calls, oldest first. */
  events: LogEntry[];
  /** The last 60 statistics, oldest first. */
  stats: Stats[];
  /** The session descriptions of the current connection, without ICE passwords, fingerprints, and the viewer's addresses. */
  sdp: { local: string | null; remote: string | null };
  /** Counters that reveal a leak. Null while no program is running. */
  counters: {
    /** Go functions exposed to JavaScript. */
    liveFuncs: number;
    /** JavaScript values held by Go. */
    handles: number;
    /** Size of the WebAssembly memory, in bytes. */
    memory: number;
  } | null;
}
