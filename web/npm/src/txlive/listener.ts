import type { TXLiveCode } from "./codes.js";
import type { TXLiveReport } from "./report.js";
import type { TXLiveSEI } from "./sei.js";
import type { TXLiveStats } from "./stats.js";

/** What `setPlayListener` takes. */
export interface TXLiveListener {
  /** Called with a code for everything that happens, and for some codes with data. */
  onPlayEvent?: (code: TXLiveCode, data?: object) => void;
  /** Called every second with statistics. */
  onPlayStats?: (stats: TXLiveStats) => void;
  /** Called with figures for a report: when the stream begins, every 5 s, and at its end. */
  onPlayReport?: (report: TXLiveReport) => void;
  /** Called with each SEI message, if `receiveSEI` is set. */
  onPlaySEI?: (message: TXLiveSEI) => void;
}
