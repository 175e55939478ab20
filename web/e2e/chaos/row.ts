import type * as LEB from "leb-player";
import type { Step } from "./steps.js";

/** One thing that goes wrong, and what our player has to make of it. */
export interface Row {
  /** What goes wrong. */
  name: string;
  options?: LEB.PlayerOptions;
  /** Signalling hosts in place of the edge itself: each the edge with this pull fault, or "" for the edge as it is. */
  hosts?: string[];
  /** Before play(). */
  before?: Step[];
  /** While it plays, one after the other. None: the row is about the start. */
  inject?: Step[];
  /** Asked only of our player: TXLivePlayer has no such thing. */
  oursOnly?: boolean;
  /** How often, to take the medians. Default 1. */
  repeat?: number;
  expect: Expectation;
}

export interface Expectation {
  /**
   * Default `plays`. Else `stopped`, or `failed: ` and the error's code. A row is over when this is seen. What plays has shown 25 frames
   * after it stood still or changed over to another pull.
   */
  outcome?: string;
  /** Of the error. */
  retryable?: boolean;
  /** It plays for so many ms, and there may be nothing to recover from. */
  plays?: number;
  /** The longest time without a moving picture allowed, in ms. For a start: the time until the first frame. */
  still?: number;
  /** Pulls after the first one: so many, or from so many to so many. */
  repulls: number | [from: number, to: number];
  /** How often an event is heard after the fault. */
  hears?: Partial<Record<LEB.EventName, number>>;
  /** What became of a switchTo(). */
  switching?: "switched" | "kept";
  /** What the median time without a moving picture should be at most, in times of TXLivePlayer's in the same run. Shown, not asked for. */
  target?: number;
}
