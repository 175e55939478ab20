import type { PlayerEventMap, Stats } from "./events.js";
import { redact } from "./redact.js";
import type { EventName } from "./vocabulary.js";

/** One line of a player's log, without secrets. */
export interface LogEntry {
  /** Unix time in ms. */
  time: number;
  /** The type of an event; or the call of `play` or `switchTo`, and what it was `rejected` with. */
  type: EventName | "play" | "switchTo" | "rejected";
  /** The event's detail, the URL, or the LEBError; a plain copy. */
  detail: unknown;
}

const eventCapacity = 200;
const statsCapacity = 60;

/** What a player remembers of itself, the newest last. */
export class Journal {
  readonly events: LogEntry[] = [];
  /** As the page was told them, without copying: they come often, are seldom asked for, and there is nothing to hide in them. */
  readonly stats: Stats[] = [];

  constructor(private readonly log: ((entry: LogEntry) => void) | undefined) {}

  add(type: LogEntry["type"], detail: PlayerEventMap[EventName]["detail"] | { url: string }): void {
    if (type === "stats") keep(this.stats, detail as Stats, statsCapacity);
    const { log } = this;
    if (type === "stats" && !log) return;
    const entry: LogEntry = { time: Date.now(), type, detail: redact(detail) };
    if (type !== "stats") keep(this.events, entry, eventCapacity);
    // What it throws is the page's own, and reported as such.
    if (log) queueMicrotask(() => log(entry));
  }
}

function keep<T>(list: T[], item: T, capacity: number): void {
  if (list.push(item) > capacity) list.shift();
}
