import type * as LEB from "leb-player";
import type { Step } from "./steps.js";

/** A fault scenario and the behaviour expected of our player. */
export interface Row {
  /** A description of the fault. */
  name: string;
  options?: LEB.PlayerOptions;
  /** Signalling hosts instead of the edge itself: the edge with this pull fault, or "" for the edge without one. */
  hosts?: string[];
  /** Steps before play(). */
  before?: Step[];
  /** Steps during playback, in sequence. A row without any tests the start. */
  inject?: Step[];
  /** True if only our player is tested, because TXLivePlayer lacks the feature. */
  oursOnly?: boolean;
  /** Number of runs, whose medians are reported. Default 1. */
  repeat?: number;
  expect: Expectation;
}

export interface Expectation {
  /**
   * The outcome that ends the row: `plays` (default), `stopped`, or `failed: ` followed by the error's code. `plays` means 25 frames
   * displayed after an interruption or by another pull.
   */
  outcome?: string;
  /** The error's `retryable`. */
  retryable?: boolean;
  /** Time for which the stream plays, in ms. For faults that need not cause an interruption. */
  plays?: number;
  /** The longest time allowed without a new frame, in ms. For a start, the time until the first frame. */
  still?: number;
  /** The number of pulls after the first one, or its limits. */
  repulls: number | [from: number, to: number];
  /** The number of events of each type after the fault. */
  hears?: Partial<Record<LEB.EventName, number>>;
  /** The outcome of switchTo(). */
  switching?: "switched" | "kept";
  /** Target for the median time without a new frame, as a multiple of TXLivePlayer's in the same run. Twice as much is a failure. */
  target?: number;
}
