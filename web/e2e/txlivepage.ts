import { type Browser, type Page, expect } from "@playwright/test";
import type { TXLivePlayer, TXLiveSEI, TXLiveStats } from "../npm/src/txlive/index.js";
import { Stream } from "./edge.js";
import { servers } from "./servers.js";

declare global {
  interface Window {
    /** The test page's player, and what it has told its listener. */
    txlive: {
      player: TXLivePlayer;
      told: {
        events: { code: number; data?: Record<string, unknown>; at: number }[];
        stats: TXLiveStats[];
        reports: Record<string, string | number>[];
        sei: TXLiveSEI[];
      };
    };
  }
}

/** The two players, by the script that a page has for each. */
export const scripts = { theirs: "/txlive/TXLivePlayer-1.3.5.min.js", ours: "/raw/txlive.js" };

/** What a row comes to with one player. */
export interface Outcome {
  /** The codes in their order. */
  codes: string;
  /** What isPlaying() says at the end. */
  playing: boolean;
  pulls: number;
  stops: number;
  /** Time from the last mark() to the last code, in ms. Null without a mark. */
  time: number | null;
}

/** A method of the player that takes strings and numbers at most. */
type Method = "startPlay" | "stopPlay" | "switchStream" | "pause" | "resume" | "destroy";

/** A page made for TXLivePlayer, with one of the two. */
export class TXLivePage {
  private readonly streams: Stream[] = [];
  private marked: number | null = null;

  private constructor(readonly page: Page) {}

  /** Opens the page. A stream that is given is played with sound before any script of the test runs in the page. */
  static async open(browser: Browser, script: string, config: object = {}, stream?: Stream): Promise<TXLivePage> {
    const context = await browser.newContext();
    const opened = new TXLivePage(await context.newPage());
    const query = new URLSearchParams({ script, edge: servers.edge, config: JSON.stringify(config) });
    if (stream) {
      opened.streams.push(stream);
      query.set("url", stream.url);
    }
    const refused = stream && opened.page.waitForEvent("console", (line) => line.text() === "code -2003");
    await opened.page.goto(`${servers.site}/pages/txlive.html?${query}`);
    await refused;
    await opened.page.waitForFunction(() => "txlive" in window);
    return opened;
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Calls a method without waiting for its promise. With a stream, of its URL. */
  async call(method: Method, stream?: Stream): Promise<void> {
    await this.callAtOnce([method, stream]);
  }

  /** Calls methods in one turn of the page. */
  async callAtOnce(...calls: [method: Method, stream?: Stream | undefined][]): Promise<void> {
    for (const [, stream] of calls) if (stream) this.streams.push(stream);
    await this.page.evaluate(
      (calls) => calls.forEach(({ method, url }) => void (window.txlive.player[method] as (url?: string) => unknown)(url)),
      calls.map(([method, stream]) => ({ method, url: stream?.url })),
    );
  }

  /** Plays a stream until it has begun. */
  async play(stream = Stream.live()): Promise<Stream> {
    await this.call("startPlay", stream);
    await this.untilTold(1003);
    return stream;
  }

  /** Notes that something happens now, whose consequences are timed. */
  async mark(): Promise<void> {
    this.marked = await this.page.evaluate(() => performance.now());
  }

  codes(): Promise<number[]> {
    return this.page.evaluate(() => window.txlive.told.events.map(({ code }) => code));
  }

  /** Resolves when a code has been told this often. */
  async untilTold(code: number, times = 1): Promise<void> {
    await expect.poll(async () => (await this.codes()).filter((told) => told === code).length, { message: `code ${code}`, timeout: 25_000 }).toBeGreaterThanOrEqual(times);
  }

  async untilPlaying(playing: boolean): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => window.txlive.player.isPlaying())).toBe(playing);
  }

  /** Resolves after 1.2 s without a code: more than the time that either player waits before it does something more. */
  async quiet(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { told } = window.txlive;
      const seen = Object.assign(window, { seen: (window as { seen?: { count: number; at: number } }).seen ?? { count: -1, at: 0 } }).seen;
      if (seen.count !== told.events.length) Object.assign(seen, { count: told.events.length, at: performance.now() });
      return performance.now() - seen.at > 1200;
    }, undefined, { polling: 100 });
  }

  async outcome(): Promise<Outcome> {
    await this.quiet();
    const { events, playing } = await this.page.evaluate(() => ({ events: window.txlive.told.events.map(({ code, at }) => ({ code, at })), playing: window.txlive.player.isPlaying() }));
    const counts = await Promise.all(this.streams.map((stream) => stream.counts()));
    const sum = (key: "pulls" | "stops") => counts.reduce((total, count) => total + count[key], 0);
    const time = this.marked === null || events.length === 0 ? null : Math.round(events.at(-1)!.at - this.marked);
    return { codes: events.map(({ code }) => code).join(" "), playing, pulls: sum("pulls"), stops: sum("stops"), time };
  }
}
