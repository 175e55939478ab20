import { test as base, expect, type Page } from "@playwright/test";
import type * as LEB from "leb-player";
import { Stream } from "./edge.js";
import { servers } from "./servers.js";

export { expect };

/** The two forms in which the player is delivered. */
export type Shape = "script" | "module";

declare global {
  interface Window {
    LEB: typeof LEB;
    /** The test page's player, whose video is muted. */
    player: LEB.Player;
    video: HTMLVideoElement;
    /** Every event of the player, oldest first. */
    heard: { type: string; detail: Record<string, unknown> }[];
    /** The outcome of the last startPlay(): "" once it plays, or the error's code. Undefined before that. */
    outcome?: string;
    failure?: LEB.LEBError;
  }
}

/** The browser's own messages about failed requests, which are not errors of the page. */
const networkNoise = /^Failed to load resource|blocked by CORS policy|net::ERR_/;

interface Fixtures {
  shape: Shape;
  /** The console errors that the test causes on purpose. */
  expectedErrors: RegExp[];
  /** A page with the player in the project's shape. */
  player: PlayerPage;
}

export const test = base.extend<Fixtures>({
  shape: ["script", { option: true }],
  expectedErrors: [[], { option: true }],

  // Every test fails if the page has an uncaught error or logs an error to the console.
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

/** A test page, driven through the public API alone. */
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

  /** Replaces the page's player by a new one with the edge's address and these options. */
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
      { options, edge: servers.edge, events: ["statechange", "icestate", "firstframe", "stats", "autoplayblocked", "resize", "stall", "reconnecting", "recovered", "exchange", "tracks", "warning", "error"] as const },
    );
  }

  /** Calls play() and returns its outcome: "" if it plays, or the error's code. */
  async play(url: string): Promise<string> {
    await this.startPlay(url);
    return this.outcome();
  }

  /** Plays a new stream with these options, and statistics twice a second. Returns it once it is playing. */
  async playLive(options: LEB.PlayerOptions = {}): Promise<Stream> {
    await this.create({ statsInterval: 500, ...options });
    const stream = Stream.live();
    expect(await this.play(stream.url)).toBe("");
    if (options.video !== false) await this.waitForFrames(10);
    return stream;
  }

  /** Calls play() without waiting for its outcome. */
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
    await this.page.waitForFunction(() => window.outcome !== undefined, undefined, { timeout: 30_000, polling: 50 });
    return this.page.evaluate(() => window.outcome!);
  }

  /** Returns the members of the last play()'s error. */
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

  /** Returns the details of all events of one type so far. */
  async heard(type: string): Promise<Record<string, unknown>[]> {
    return this.page.evaluate((type) => window.heard.filter((e) => e.type === type).map((e) => e.detail), type);
  }

  async waitForEvent(type: string): Promise<Record<string, unknown>> {
    await expect.poll(async () => (await this.heard(type)).length, { message: `a ${type} event` }).toBeGreaterThan(0);
    return (await this.heard(type))[0]!;
  }

  /** Resolves after `count` more `stats` events: time in which a fault would show. */
  async waitForStats(count: number): Promise<void> {
    const before = (await this.heard("stats")).length;
    await expect.poll(async () => (await this.heard("stats")).length, { message: "stats events" }).toBeGreaterThanOrEqual(before + count);
  }

  /** Returns the states since the creation of the player, in order. */
  async path(): Promise<string> {
    const changes = await this.heard("statechange");
    return ["idle", ...changes.map((change) => change.to)].join(" ");
  }

  /** Has the program die, as of a defect: by an exception where none can be caught. */
  async killProgram(): Promise<void> {
    await this.page.evaluate(() => {
      const { get } = Reflect;
      Reflect.get = () => {
        throw new Error("Reflect.get is broken");
      };
      window.player.addEventListener("error", () => (Reflect.get = get), { once: true });
    });
  }

  /** Returns the counters of the loaded program. Each call leaves three values behind. */
  async counters(): Promise<NonNullable<LEB.Diagnostics["counters"]>> {
    return this.page.evaluate(() => window.player.diagnostics().counters!);
  }

  /** Returns the counters after a garbage collection, which discarding an offer causes. It includes the pending work of a play that has ended. */
  async countersCollected(): Promise<NonNullable<LEB.Diagnostics["counters"]>> {
    await this.page.evaluate(() => window.LEB.preload());
    return this.counters();
  }

  /** Returns the number of frames that the video element has displayed. */
  async frames(): Promise<number> {
    return this.page.evaluate(() => window.video.getVideoPlaybackQuality().totalVideoFrames);
  }

  /** Resolves after `count` more displayed frames. */
  async waitForFrames(count: number): Promise<void> {
    const before = await this.frames();
    await expect.poll(() => this.frames(), { message: "frames advance" }).toBeGreaterThanOrEqual(before + count);
  }
}
