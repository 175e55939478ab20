import type { Page } from "@playwright/test";
import { example, guide, languages } from "./documents.js";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";

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
}
