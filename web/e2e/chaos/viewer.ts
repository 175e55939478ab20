import type { Browser, BrowserContext, Page } from "@playwright/test";
import type * as LEB from "leb-player";
import { setTimeout as sleep } from "node:timers/promises";
import { type Call, type EdgeSession, Stream } from "../edge.js";
import { servers } from "../servers.js";

/** The players under test. */
export const players = { leb: "LEB Player", txlive: "TXLivePlayer 1.3.5" };
export type PlayerId = keyof typeof players;

/** The measurement of a page since its last mark, times in ms: see web/e2e/pages/chaos-frames.js. */
export interface Look {
  elapsed: number;
  still: number;
  again: number | null;
  framesSinceStill: number;
  framesOfOther: number;
  sinceFrame: number;
  black: { samples: number; time: number };
  /** The state of our player; absent for the other one. */
  state?: LEB.PlayerState;
  heard: { at: number; type: string; detail: Record<string, unknown> }[];
}

/** The resources that a page holds open. */
export interface Left {
  connections: number;
  timers: number;
}

/** Counters of our player's program: functions exposed to JavaScript, and JavaScript values held. */
export type Counters = { liveFuncs: number; handles: number } | undefined;

declare global {
  interface Window {
    chaos: {
      load(): Promise<void> | undefined;
      create(options: object): void;
      listen(): void;
      play(url: string): void;
      switchTo(url: string): void;
      stop(): Promise<void> | undefined;
      setVisible(visible: boolean): void;
      setFrozen(frozen: boolean): void;
      mark(): void;
      look(): Look;
      left(): Left;
      counters(): Promise<Counters> | undefined;
    };
    census: { timers(): string[] };
  }
}

/** A player in its own page, and its streams. */
export class Viewer {
  readonly streams: Stream[] = [];
  /** Uncaught errors of the page. */
  readonly errors: string[] = [];
  /** Number of pulls. */
  pulls = 0;

  private constructor(
    readonly player: PlayerId,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/webrtc/v1/pullstream")) this.pulls++;
    });
  }

  static async open(browser: Browser, player: PlayerId, chance: number): Promise<Viewer> {
    const context = await browser.newContext();
    const page = await context.newPage();
    if (player === "leb") await page.addInitScript((chance) => (Math.random = () => chance), chance);
    const viewer = new Viewer(player, context, page);
    await page.goto(`${servers.site}/pages/chaos-${player}.html?edge=${encodeURIComponent(servers.edge)}`);
    await page.evaluate(() => window.chaos.load());
    return viewer;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  async create(options: LEB.PlayerOptions = {}): Promise<void> {
    await this.page.evaluate((options) => window.chaos.create(options), options);
  }

  /** Returns a new stream for this viewer alone. */
  newStream(): Stream {
    const stream = Stream.live();
    this.streams.push(stream);
    return stream;
  }

  /** Resets the streams and the number of pulls. */
  forget(): void {
    this.streams.length = 0;
    this.pulls = 0;
  }

  get stream(): Stream {
    return this.streams.at(-1)!;
  }

  async play(): Promise<void> {
    await this.page.evaluate((url) => window.chaos.play(url), this.stream.url);
  }

  async switchTo(stream: Stream): Promise<void> {
    await this.page.evaluate((url) => window.chaos.switchTo(url), stream.url);
  }

  async stop(): Promise<void> {
    await this.page.evaluate(() => window.chaos.stop());
  }

  async mark(): Promise<void> {
    await this.page.evaluate(() => window.chaos.mark());
  }

  look(): Promise<Look> {
    return this.page.evaluate(() => window.chaos.look());
  }

  left(): Promise<Left> {
    return this.page.evaluate(() => window.chaos.left());
  }

  counters(): Promise<Counters> {
    return this.page.evaluate(() => window.chaos.counters());
  }

  /** Polls the measurement until the condition holds, for at most `limit` ms. Returns the last one. */
  lookUntil(condition: (look: Look) => boolean, limit: number): Promise<Look> {
    return until(() => this.look(), condition, limit);
  }

  /** Returns the signalling calls for all streams. */
  async calls(endpoint: string): Promise<Call[]> {
    return (await Promise.all(this.streams.map((stream) => stream.calls(endpoint)))).flat();
  }

  /** Returns the edge's sessions for all streams. */
  async sessions(): Promise<EdgeSession[]> {
    return (await Promise.all(this.streams.map((stream) => stream.sessions()))).flat();
  }

  /** Injects a fault into the viewer's stream: see web/edge. */
  async fault(fault: string, query: Record<string, string> = {}): Promise<void> {
    await this.stream.inject(fault, query);
  }

  /** Clears all faults of the viewer's stream. */
  async heal(): Promise<void> {
    await this.stream.heal();
  }
}

/** Polls until the answer satisfies `wanted`, for at most `limit` ms. Returns the last answer. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, limit: number): Promise<T> {
  for (const end = Date.now() + limit; ; await sleep(100)) {
    const answer = await ask();
    if (wanted(answer) || Date.now() >= end) return answer;
  }
}
