import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { LEBVideoElement } from "../npm/src/element/index.js";
import { Stream } from "./edge.js";
import { expect, test as base } from "./fixtures.js";
import { servers, writtenPages } from "./servers.js";

declare global {
  interface Window {
    /** Every event of the page's <leb-video>, oldest first. */
    told: string[];
  }
}

const types = ["emptied", "loadstart", "play", "playing", "pause", "waiting", "error", "volumechange", "resize", "lebstatechange", "lebfirstframe", "lebautoplayblocked", "lebfallback", "leberror"];

/** A page with a <leb-video>, driven through its element alone. */
export class ElementPage {
  constructor(readonly page: Page) {}

  /** Opens a page with this body, as a file of the site. The element's script, and what else is given, comes first. */
  async open(body: string, { scripts = [] as string[], policy = "", lang = "en" } = {}): Promise<void> {
    await this.page.addInitScript((types) => {
      window.told = [];
      for (const type of types) {
        // In the capturing phase, since media events don't bubble.
        document.addEventListener(type, ({ target }) => (target as Element).localName === "leb-video" && window.told.push(type), true);
      }
    }, types);
    // As a page without a bundler names what the controls import.
    const imports = { "media-chrome/": "/media-chrome/" };
    const head = [
      `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
      policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      '<title>leb-video</title><link rel="icon" href="data:,">',
      !policy && `<script type="importmap">${JSON.stringify({ imports })}</script>`,
      ...["/npm/element.js", ...scripts].map((src) => `<script type="module" src="${src}"></script>`),
    ];
    const name = `leb-video-${process.env.TEST_PARALLEL_INDEX ?? 0}.html`;
    fs.writeFileSync(path.join(writtenPages, name), `${head.join("")}</head><body>${body}</body></html>`);
    // A video delays the load event until it has a frame.
    await this.page.goto(`${servers.site}/written/${name}`, { waitUntil: "domcontentloaded" });
  }

  /** Runs a function with the element in the page. */
  with<Result, Argument>(act: (element: LEBVideoElement, argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
  with<Result>(act: (element: LEBVideoElement) => Result | Promise<Result>): Promise<Result>;
  with<Result>(act: (element: LEBVideoElement, argument?: unknown) => Result | Promise<Result>, argument?: unknown): Promise<Result> {
    return this.page.locator("leb-video").first().evaluate(act as never, argument as never) as Promise<Result>;
  }

  async attribute(name: string, value: string | null): Promise<void> {
    await this.with((element, [name, value]) => (value === null ? element.removeAttribute(name!) : element.setAttribute(name!, value)), [name, value] as const);
  }

  /** Resolves after `count` more displayed frames. */
  async waitForFrames(count = 10): Promise<void> {
    const frames = () => this.with((element) => element.getVideoPlaybackQuality().totalVideoFrames);
    const before = await frames();
    await expect.poll(frames, { message: "frames advance" }).toBeGreaterThanOrEqual(before + count);
  }

  async told(): Promise<string[]> {
    return this.page.evaluate(() => window.told);
  }

  /** Forgets the events so far. */
  async forget(): Promise<void> {
    await this.page.evaluate(() => void (window.told = []));
  }

  /** Samples the displayed video in each animation frame from now on. The returned function counts all samples and the black ones. */
  async watchFrames(): Promise<() => Promise<{ looks: number; black: number }>> {
    await this.with(({ nativeEl }) => {
      const seen = Object.assign(window, { seen: { looks: 0, black: 0 } }).seen;
      const context = Object.assign(document.createElement("canvas"), { width: 16, height: 9 }).getContext("2d", { willReadFrequently: true })!;
      const look = () => {
        context.fillRect(0, 0, 16, 9); // black, which stays if the video has no frame to draw
        context.drawImage(nativeEl, 0, 0, 16, 9);
        seen.looks++;
        if (context.getImageData(0, 0, 16, 9).data.every((value, i) => i % 4 === 3 || value < 20)) seen.black++;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    return () => this.page.evaluate(() => (window as unknown as { seen: { looks: number; black: number } }).seen);
  }
}

/** Returns the tag of a <leb-video> that plays at the local edge. */
export function tag(src: string, attributes = "autoplay muted playsinline"): string {
  const escaped = src.replace(/&/g, "&amp;");
  return `<leb-video src="${escaped}" signal-url="${servers.edge}" style="width: 640px; height: 360px" ${attributes}></leb-video>`;
}

/** Opens a page whose element plays a new stream. */
export async function playing(element: ElementPage, attributes?: string): Promise<Stream> {
  const stream = Stream.live();
  await element.open(tag(stream.url, attributes));
  await element.waitForFrames();
  return stream;
}

/** Tests of a page with the element. */
export const test = base.extend<{ element: ElementPage }>({
  element: async ({ page }, use) => use(new ElementPage(page)),
});
