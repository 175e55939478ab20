import type { FirstFrame, Player, Stats, Summary } from "leb-player";
import type { TXLiveListener } from "./listener.js";
import { type Reported, intervalReport, startReport, stopReport } from "./report.js";

/** Time between two reports, in ms. */
const interval = 5000;

/** Gives a listener the reports of one play: at the first frame, every 5 s, and at the end. */
export class Reports {
  private play: Reported | null = null;
  private readonly begun = Date.now();
  private last = 0;
  private since = { blocks: 0, blocked: 0 };

  constructor(
    private readonly player: Player,
    private readonly listener: TXLiveListener,
  ) {}

  /** Notes the first frame. */
  begin(url: string, frame: FirstFrame): void {
    this.last = Date.now();
    this.play = { url, sessionId: frame.sessionId, begun: this.begun };
    this.listener.onPlayReport?.(startReport(this.play, frame));
  }

  /** Notes an interruption that is over. */
  blocked(duration: number): void {
    this.since.blocks++;
    this.since.blocked += duration;
  }

  /** Notes statistics. */
  counted(stats: Stats): void {
    if (!this.play || Date.now() - this.last < interval) return;
    this.last = Date.now();
    this.listener.onPlayReport?.(intervalReport(this.play, stats, this.since));
    this.since = { blocks: 0, blocked: 0 };
  }

  /** Notes the end. */
  end(summary: Summary): void {
    if (this.play) this.listener.onPlayReport?.(stopReport(this.play, summary, this.player.stats));
    this.play = null;
  }
}
