// One stream of the page plays at a time, unless the visitor wants more: what begins to play stops the others.
import { byId } from "./dom.js";

const stops = new Set<() => void>();

/** Adds a player of the page, which `stop` stops. Returns a function to call whenever that player begins to play. */
export function takeTurns(stop: () => void): () => void {
  stops.add(stop);
  return () => {
    if (byId("together", HTMLInputElement).checked) return;
    for (const other of stops) if (other !== stop) other();
  };
}
