/** The faults that the page requests, by the edge's own names. The empty name clears the faults that last. */
export const faultNames = ["jitter-150", "hold-1400", "freeze-1200", "loss-10", "drop-8000", "drop", "stop", "close", ""] as const;

/** The name of a fault, or "" to clear the faults. */
export type FaultName = (typeof faultNames)[number];
