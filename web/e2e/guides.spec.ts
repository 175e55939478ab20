import type { Page } from "@playwright/test";
import { example, guide, languages } from "./documents.js";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// Examples of the guides, run verbatim. README's own are in readme.spec.ts and fallback.spec.ts; docs.spec.ts checks the types of all others.

/** Runs an example in the test page, as the body of an async function. It finds its names among the globals of the page. */
async function run(page: Page, text: string, globals: Record<string, unknown> = {}): Promise<void> {
  await page.evaluate(
    ({ text, globals }) => {
      Object.assign(window, globals);
      const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
      return new AsyncFunction(text)();
    },
    { text, globals },
  );
}

/** What the page's functions have received. */
declare const received: Record<string, unknown>[];

for (const language of languages) {
  test(`reports to one's own server (${language})`, async ({ player }) => {
    const { page } = player;
    await page.evaluate(() => {
      Object.assign(window, { received: [] });
      navigator.sendBeacon = (_, data) => Boolean(received.push(JSON.parse(data as string)));
    });
    const reports = example(guide(language, "statistics"), "reports");
    await run(page, reports, { url: Stream.live().url });
    await player.waitForState("playing");
    await player.waitForFrames(10);
    await player.stop();
    await expect.poll(() => page.evaluate(() => received.length)).toBe(2);
    const time = expect.any(Number);
    expect(await page.evaluate(() => received)).toEqual([
      expect.objectContaining({ kind: "start", ms: time, offer: time, firstFrame: time, id: expect.any(String) }),
      expect.objectContaining({ kind: "end", code: "", firstFrame: time, watched: time, stalls: 0 }),
    ]);

    await player.create();
    await page.evaluate(() => void received.splice(0));
    await run(page, reports, { url: Stream.fault("errcode-7").url });
    await expect.poll(() => page.evaluate(() => received)).toEqual([expect.objectContaining({ kind: "end", code: "refused" })]);
  });

  test(`SEI in sync with the video (${language})`, async ({ player }) => {
    const { page } = player;
    await player.playLive({ sei: true });
    await page.evaluate(() => Object.assign(window, { received: [], show: (message: Record<string, unknown>) => received.push(message) }));
    await run(page, example(guide(language, "sei"), "in sync"));
    // The edge puts its clock into each frame, and a second message into key frames.
    const lengths = () => page.evaluate(() => [...new Set(received.map(({ payload }) => (payload as Uint8Array).length))].sort());
    await expect.poll(lengths).toEqual(["key".length, 8]);
  });

  test(`a function in place of the URL (${language})`, async ({ player }) => {
    const { page } = player;
    const stream = Stream.live();
    let asked = 0;
    await page.route("**/stream-url?room=7", (route) => (asked++, route.fulfill({ body: stream.url })));
    await run(page, example(guide(language, "expiring-urls"), "function"));
    expect(await player.state()).toBe("playing");
    await stream.inject("close");
    await player.waitForEvent("recovered");
    expect(asked, "once for each pull").toBe((await stream.counts()).pulls);
    expect(asked).toBeGreaterThan(1);
  });

  test(`a spinner while the stream is busy (${language})`, async ({ player }) => {
    const { page } = player;
    await page.evaluate(() => {
      const [spinner, message] = [document.createElement("i"), document.createElement("p")];
      document.body.append(spinner, message);
      Object.assign(window, { spinner, message });
    });
    await player.create({ retry: { maxAttempts: 1, baseDelay: 10 } });
    await run(page, example(guide(language, "recovery"), "spinner"));
    const shown = () => page.evaluate(() => [document.querySelector("i")!.hidden, document.querySelector("p")!.textContent !== ""]);
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    expect(await shown()).toEqual([true, false]);
    await stream.inject("slow-60000", { scope: "all" });
    await stream.inject("close");
    await player.waitForState("reconnecting");
    expect(await shown()).toEqual([false, false]);
    await stream.heal();
  });

  test(`a card under the pointer is prepared (${language})`, async ({ player }) => {
    const { page } = player;
    const [first, second] = [Stream.live(), Stream.live()];
    await showCards(page, [first, second]);
    await run(page, example(guide(language, "several-players"), "hover"));
    await page.locator("article").first().hover();
    await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 0 });
    await expect.poll(async () => (await first.sessions())[0]?.state).toBe("connected");
    expect(await second.counts()).toEqual({ pulls: 0, stops: 0 });
    expect(await player.state()).toBe("idle");

    await page.locator("article").first().click();
    const { elapsed } = await player.waitForEvent("firstframe");
    expect(elapsed, "ms from the click").toBeLessThan(250);
    expect(await first.counts(), "no other pull").toEqual({ pulls: 1, stops: 0 });
    await player.stop();
    await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
  });

  test(`cards are prepared in view, and stopped out of view (${language})`, async ({ player }) => {
    const { page } = player;
    await page.setViewportSize({ width: 800, height: 600 });
    const [first, second] = [Stream.live(), Stream.live()];
    await showCards(page, [first, second]);
    await run(page, example(guide(language, "several-players"), "in view"));
    await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 0 });
    expect(await second.counts(), "below the window").toEqual({ pulls: 0, stops: 0 });

    await page.locator("article").last().scrollIntoViewIfNeeded();
    await expect.poll(() => first.counts(), "scrolled away").toEqual({ pulls: 1, stops: 1 });
    await expect.poll(() => second.counts()).toEqual({ pulls: 1, stops: 0 });

    await page.locator("article").last().click();
    const frames = () => page.locator("article video").last().evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
    await expect.poll(frames).toBeGreaterThan(10);
    expect(await second.counts(), "no other pull").toEqual({ pulls: 1, stops: 0 });
    await page.locator("article").first().evaluate((card) => card.scrollIntoView());
    await expect.poll(() => second.counts()).toEqual({ pulls: 1, stops: 1 });
    await expect.poll(() => first.counts()).toEqual({ pulls: 2, stops: 1 });
  });
}

/** Shows cards, each as high as the window, with a video of their own. Players of the page use the edge unless they are told otherwise. */
async function showCards(page: Page, streams: Stream[]): Promise<void> {
  await page.evaluate(
    ({ urls, signalURL }) => {
      const { Player } = window.LEB;
      const ofEdge = class extends Player {
        constructor(...[video, options]: ConstructorParameters<typeof Player>) {
          super(video, { signalURL, ...options });
        }
      };
      window.LEB = { ...window.LEB, Player: ofEdge };
      for (const url of urls) {
        const card = document.createElement("article");
        card.dataset["url"] = url;
        card.style.cssText = "display: block; height: 600px";
        const video = document.createElement("video");
        video.muted = true;
        card.append(video);
        document.body.append(card);
      }
      scrollTo(0, document.querySelector("article")!.offsetTop);
    },
    { urls: streams.map(({ url }) => url), signalURL: servers.edge },
  );
}
