import type { Result } from "./run.js";
import type { PlayerId } from "./viewer.js";

/** The name of the attachment with which a test passes its results to the reporter. */
export const resultsName = "chaos";

export interface RowResults {
  name: string;
  results: Result[];
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Returns the median of a player's longest times without a new frame, in ms. */
export function still(results: Result[], id: PlayerId): number {
  return median(results.filter(({ player }) => player === id).map((result) => result.still));
}

/** Returns our player's time without a new frame as a multiple of TXLivePlayer's. */
export function ratio(results: Result[]): number {
  return still(results, "leb") / still(results, "txlive");
}
