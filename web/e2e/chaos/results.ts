import type { Result } from "./run.js";

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
