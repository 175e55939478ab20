import type { FirstFrame, PlayerEventMap, Reconnecting, Stats, Summary, TrackStats } from "./events.js";
import type { ErrorCode, EventName, PlayerState } from "./vocabulary.js";

/** Sums up one play from its states and events. */
export class Account {
  private readonly sum: Summary = { watched: 0, stalled: 0, stalls: 0, repulls: {}, bytes: 0, bitrate: 0 };
  private state: PlayerState = "idle";
  private since: number;
  private readings = 0;
  private readonly counters = { audio: { ssrc: 0, bytes: 0 }, video: { ssrc: 0, bytes: 0 } };

  private readonly begun: number;

  /** @param now returns the time in ms, on a clock that is never set */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.begun = this.since = now();
  }

  /** Returns the sums up to now. */
  get summary(): Summary {
    this.pass();
    return { ...this.sum, repulls: { ...this.sum.repulls } };
  }

  /** Notes a failure. */
  failed({ code, message }: { code: ErrorCode; message: string }): void {
    this.sum.error = { code, message };
  }

  /** Notes a new state. */
  entered(to: PlayerState): void {
    this.pass();
    // A fallback has no firstframe event.
    if (to === "playing") this.sum.firstFrame ??= this.since - this.begun;
    if (this.interrupted(to) && !this.interrupted(this.state)) this.sum.stalls++;
    this.state = to;
  }

  /** Notes an event. */
  heard<K extends EventName>(type: K, detail: PlayerEventMap[K]["detail"]): void {
    if (type === "firstframe") this.sum.firstFrame = (detail as FirstFrame).elapsed;
    if (type === "stats") this.read(detail as Stats);
    if (type !== "reconnecting") return;
    const { reason, message } = detail as Reconnecting;
    this.sum.repulls[reason] = (this.sum.repulls[reason] ?? 0) + 1;
    this.failed({ code: reason, message });
  }

  /** Adds the time since the last call to the sum of the state. */
  private pass(): void {
    const now = this.now();
    if (this.state === "playing") this.sum.watched += now - this.since;
    if (this.interrupted(this.state)) this.sum.stalled += now - this.since;
    this.since = now;
  }

  private interrupted(state: PlayerState): boolean {
    return this.sum.firstFrame !== undefined && (state === "stalled" || state === "reconnecting");
  }

  private read({ audio, video }: Stats): void {
    const bitrate = (audio?.bitrate ?? 0) + (video?.bitrate ?? 0);
    this.sum.bitrate += (bitrate - this.sum.bitrate) / ++this.readings;
    if (audio) this.count("audio", audio);
    if (video) this.count("video", video);
  }

  /** Adds what has come since the last reading. The counters of a new pull start from 0. */
  private count(kind: "audio" | "video", { ssrc, bytesReceived: bytes }: TrackStats): void {
    const last = this.counters[kind];
    this.sum.bytes += ssrc === last.ssrc && bytes >= last.bytes ? bytes - last.bytes : bytes;
    this.counters[kind] = { ssrc, bytes };
  }
}
