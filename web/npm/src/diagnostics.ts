import type { Stats } from "./events.js";
import type { LogEntry } from "./journal.js";
import type { PlayerOptions } from "./options.js";
import type { PlayerState } from "./vocabulary.js";

/** What `Player.diagnostics()` tells. Holds no secrets. */
export interface Diagnostics {
  /** When it was made, Unix time in ms. */
  time: number;
  /** Of the package. */
  version: string;
  /** Of leb.wasm; null before it was loaded. */
  program: string | null;
  userAgent: string;
  state: PlayerState;
  sessionId: string | null;
  /** The last stream asked for, without its query. */
  url: string | null;
  /** As given, without URLs' queries, the credentials of `iceServers`, and `clientIP`. */
  options: PlayerOptions;
  /** The last 200 events and calls, the newest last. */
  events: LogEntry[];
  /** The last 60 statistics, the newest last. */
  stats: Stats[];
  /** The session descriptions of the connection on the screen, without ICE passwords, fingerprints, and the viewer's addresses. */
  sdp: { local: string | null; remote: string | null };
  /** What shows a leak; null while no program runs. */
  counters: {
    /** Functions that Go has given to JavaScript. */
    liveFuncs: number;
    /** JavaScript values that Go holds. */
    handles: number;
    /** Bytes of WebAssembly memory. */
    memory: number;
  } | null;
}
