import { test as base, expect, type Page } from "@playwright/test";
import type * as LEB from "leb-player";
import { servers } from "./servers.js";

export { expect };

/** The two shapes in which the player is delivered. */
export type Shape = "script" | "module";

declare global {
  interface Window {
    LEB: typeof LEB;
    /** The test page's player, with sound off. */
    player: LEB.Player;
    video: HTMLVideoElement;
    /** Every event of the player, oldest first. */
    heard: { type: string; detail: Record<string, unknown> }[];
    /** What the last startPlay() came to: "" once it played, else the error's code; undefined before. */
    outcome?: string;
    failure?: LEB.LEBError;
  }
}

/** What Chromium itself prints when a request fails: not an error of the page. */
const networkNoise = /^Failed to load resource|blocked by CORS policy|net::ERR_/;

interface Fixtures {
  shape: Shape;
  /** Lines on the console that the test means to cause. */
  expectedErrors: RegExp[];
  /** A page that has the player in the project's shape. */
  player: PlayerPage;
}

export const test = base.extend<Fixtures>({
  shape: ["script", { option: true }],
  expectedErrors: [[], { option: true }],

  // Every test fails on an uncaught error or anything else on the page's error console.
  page: async ({ page, expectedErrors }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(`uncaught: ${error.message}`));
    page.on("console", (line) => {
      if (line.type() === "error" && !networkNoise.test(line.text())) errors.push(line.text());
    });
    await use(page);
    const unexpected = errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)));
    expect(unexpected, "errors on the page's console").toEqual([]);
  },

  player: async ({ page, shape }, use) => {
    const player = new PlayerPage(page, shape);
    await player.open();
    await use(player);
  },
});

/** A test page, driven through the public API only. */
export class PlayerPage {
  constructor(
    readonly page: Page,
    private readonly shape: Shape,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(`${servers.site}/pages/${this.shape}.html`);
    await this.page.waitForFunction(() => "LEB" in window);
    await this.create();
  }

  /** Makes the page's player anew, with these options beside the edge's address. */
  async create(options: LEB.PlayerOptions = {}): Promise<void> {
    await this.page.evaluate(
      ({ options, edge, events }) => {
        window.video = document.querySelector("video")!;
        window.player = new window.LEB.Player(window.video, { signalURL: edge, ...options });
        window.heard = [];
        for (const type of events) {
          window.player.addEventListener(type, (event) => {
            window.heard.push({ type, detail: { ...(event as CustomEvent).detail } });
          });
        }
      },
      { options, edge: servers.edge, events: ["statechange", "icestate", "firstframe", "stats", "autoplayblocked", "resize", "stall", "reconnecting", "recovered", "warning", "error"] },
    );
  }

  /** Calls play() and waits for what comes of it: "" when it plays, else the error's code. */
  async play(url: string): Promise<string> {
    await this.startPlay(url);
    return this.outcome();
  }

  /** Calls play() and comes back at once. */
  async startPlay(url: string): Promise<void> {
    await this.page.evaluate((url) => {
      delete window.outcome;
      window.player.play(url).then(
        () => (window.outcome = ""),
        (error) => {
          window.failure = error;
          window.outcome = error instanceof window.LEB.LEBError ? error.code : `not a LEBError: ${error}`;
        },
      );
    }, url);
  }

  async outcome(): Promise<string> {
    await this.page.waitForFunction(() => window.outcome !== undefined, undefined, { timeout: 30_000 });
    return this.page.evaluate(() => window.outcome!);
  }

  /** The members of the last play()'s error. */
  async failure(): Promise<Partial<LEB.LEBError>> {
    return this.page.evaluate(() => ({ ...window.failure!, message: window.failure!.message }));
  }

  async stop(): Promise<void> {
    await this.page.evaluate(() => window.player.stop());
  }

  async state(): Promise<string> {
    return this.page.evaluate(() => window.player.state);
  }

  async waitForState(state: string): Promise<void> {
    await expect.poll(() => this.state()).toBe(state);
  }

  /** The details of the events heard of one type. */
  async heard(type: string): Promise<Record<string, unknown>[]> {
    return this.page.evaluate((type) => window.heard.filter((e) => e.type === type).map((e) => e.detail), type);
  }

  async waitForEvent(type: string): Promise<Record<string, unknown>> {
    await expect.poll(async () => (await this.heard(type)).length, { message: `a ${type} event` }).toBeGreaterThan(0);
    return (await this.heard(type))[0]!;
  }

  /** The states gone through since the player was created. */
  async path(): Promise<string> {
    const changes = await this.heard("statechange");
    return ["idle", ...changes.map((change) => change.to)].join(" ");
  }

  /** What the program holds, once it has been loaded. Each look leaves three values. */
  async counters(): Promise<NonNullable<LEB.Diagnostics["counters"]>> {
    return this.page.evaluate(() => window.player.diagnostics().counters!);
  }

  /** The same when nothing is garbage: an offer that is dropped has it collected, with what was still under way when a play ended. */
  async countersCollected(): Promise<NonNullable<LEB.Diagnostics["counters"]>> {
    await this.page.evaluate(() => window.LEB.preload());
    return this.counters();
  }

  /** How many frames the video element has shown. */
  async frames(): Promise<number> {
    return this.page.evaluate(() => window.video.getVideoPlaybackQuality().totalVideoFrames);
  }

  /** Resolves when `count` more frames have been shown. */
  async waitForFrames(count: number): Promise<void> {
    const before = await this.frames();
    await expect.poll(() => this.frames(), { message: "frames advance" }).toBeGreaterThanOrEqual(before + count);
  }
}
