import type { PlayerEventMap, Stats } from "./events.js";
import { redact } from "./redact.js";
import type { EventName } from "./vocabulary.js";

/** One entry of a player's log, without secrets. */
export interface LogEntry {
  /** Time of the entry, as Unix time in ms. */
  time: number;
  /** The type of an event, a call of `play` or `switchTo`, or the failure of such a call (`rejected`). */
  type: EventName | "play" | "switchTo" | "rejected";
  /** A plain copy of the event's detail, of the URL (`"function"` for one that a function gives), or of the LEBError. */
  detail: unknown;
}

const eventCapacity = 200;
const statsCapacity = 60;

/** A player's recent history, oldest first. */
export class Journal {
  readonly events: LogEntry[] = [];
  /** The details of the `stats` events themselves. They are not copied: they are frequent, rarely read, and contain no secrets. */
  readonly stats: Stats[] = [];

  /** @param secrets returns the secrets of the play that are known */
  constructor(
    public log: ((entry: LogEntry) => void) | undefined,
    private readonly secrets: () => string[],
  ) {}

  add(type: LogEntry["type"], detail: PlayerEventMap[EventName]["detail"] | { url: unknown }): void {
    if (type === "stats") keep(this.stats, detail as Stats, statsCapacity);
    const { log } = this;
    if (type === "stats" && !log) return;
    const entry: LogEntry = { time: Date.now(), type, detail: redact(detail, this.secrets()) };
    if (type !== "stats") keep(this.events, entry, eventCapacity);
    // Called outside the player's own code, so that an exception is reported as the page's.
    if (log) queueMicrotask(() => log(entry));
  }
}

function keep<T>(list: T[], item: T, capacity: number): void {
  if (list.push(item) > capacity) list.shift();
}
