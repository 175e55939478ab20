import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// Pauses, short and long, by the player, the viewer and the browser.

const pause = (player: PlayerPage) => player.page.evaluate(() => window.player.pause());
const resume = (player: PlayerPage) => player.page.evaluate(() => window.player.resume());
const playingStates = "idle offering pulling connecting playing";

/** Returns a screenshot of the video, scaled to 16 × 9 pixels: red, green and blue of each. */
async function screenshot(page: Page): Promise<number[]> {
  const png = (await page.locator("video").first().screenshot()).toString("base64");
  return page.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(16, 9).getContext("2d")!;
    context.drawImage(image, 0, 0, 16, 9);
    return [...context.getImageData(0, 0, 16, 9).data].filter((_, i) => i % 4 !== 3);
  }, png);
}

const black = (pixels: number[]) => pixels.every((value) => value < 20);

/** Returns the largest difference between two screenshots in any value. */
const difference = (a: number[], b: number[]) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

/** Resumes, and returns how long before that the first new frame had been received, in ms. */
const ageOfFirstFrame = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const resumed = performance.now();
        window.video.requestVideoFrameCallback((_, { receiveTime }) => resolve(resumed - receiveTime!));
        window.player.resume().catch(reject);
      }),
  );

test("a short pause keeps the stream, is not a stall, and resumes live", async ({ player }) => {
  const stream = await player.playLive();
  await pause(player);
  await player.waitForState("paused");
  const time = await player.page.evaluate(() => window.video.currentTime);
  await player.waitForStats(8);
  expect(await player.page.evaluate(() => window.video.currentTime), "the video stands still").toBe(time);
  expect((await player.heard("stats")).at(-1), "the stream is received").toMatchObject({ video: { packetsLost: 0 } });

  expect(await ageOfFirstFrame(player.page), "the first frame is recent").toBeLessThan(500);
  await player.waitForState("playing");
  await player.waitForFrames(25);
  expect(await player.path()).toBe(`${playingStates} paused playing`);
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
  await player.stop();
});

test("a long pause stops the pull, keeps the last frame, and resume() pulls again", async ({ player }) => {
  const stream = await player.playLive({ pauseTimeout: 3000 });
  await pause(player);
  await player.waitForState("paused");
  await player.waitForStats(3); // at first the screen may be one frame behind
  const before = await screenshot(player.page);
  expect(black(before)).toBe(false);
  expect(await stream.counts(), "not yet").toEqual({ pulls: 1, stops: 0 });
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  await expect.poll(() => stream.sessions()).toMatchObject([{ state: "ended" }]);
  const { length } = await player.heard("stats");
  await player.page.waitForTimeout(3000); // for six stats, if there were any
  expect((await player.heard("stats")).length - length, "stats of a stream that is not received").toBeLessThanOrEqual(1);
  expect(difference(await screenshot(player.page), before), "the last frame is still displayed").toBe(0);
  expect(await player.page.evaluate(() => window.player.snapshot().then(({ size }) => size))).toBeGreaterThan(1000);
  expect(await player.state()).toBe("paused");

  expect(await ageOfFirstFrame(player.page)).toBeLessThan(0);
  await player.waitForState("playing");
  await player.waitForFrames(25);
  expect(await player.path()).toBe(`${playingStates} paused reconnecting playing`);
  expect(await player.heard("firstframe"), "one per play").toHaveLength(1);
  expect(await stream.counts()).toEqual({ pulls: 2, stops: 1 });
  await player.stop();
  expect(await stream.counts()).toEqual({ pulls: 2, stops: 2 });
});

test("a long pause whose stopstream fails ends the stream by closing the connection", async ({ player }) => {
  let told = 0;
  await player.page.route("**/webrtc/v1/stopstream", (route) => {
    told++;
    return route.fulfill({ status: 503, headers: { "Access-Control-Allow-Origin": "*" } });
  });
  const stream = await player.playLive({ pauseTimeout: 300 });
  await pause(player);
  await player.waitForState("paused");
  await expect.poll(() => stream.sessions(), { timeout: 30_000 }).toMatchObject([{ state: "ended" }]);
  expect(told, "stopstreams before the connection was closed").toBe(5);
  expect(await player.heard("warning"), "one failure, one notice").toHaveLength(1);
  expect(await player.state()).toBe("paused");
  expect(black(await screenshot(player.page)), "the video is black").toBe(false);

  await player.page.unroute("**/webrtc/v1/stopstream");
  await resume(player);
  await player.waitForState("playing");
  await player.waitForFrames(25);
  expect(await player.path()).toBe(`${playingStates} paused reconnecting playing`);
  await player.stop();
});

test("the video's own controls pause like pause()", async ({ player }) => {
  const stream = await player.playLive({ pauseTimeout: 300 });
  await player.page.evaluate(() => {
    window.video.controls = true;
    window.video.focus();
  });
  await player.page.keyboard.press("Space");
  await player.waitForState("paused");
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  await player.page.keyboard.press("Space");
  await player.waitForState("playing");
  await player.waitForFrames(10);
  expect(await stream.counts()).toEqual({ pulls: 2, stops: 1 });
  await player.stop();
});

test("switchTo() and stop() during a long pause", async ({ player }) => {
  const first = await player.playLive({ pauseTimeout: 300 });
  await pause(player);
  await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
  const second = Stream.live();
  await player.page.evaluate((url) => window.player.switchTo(url), second.url);
  expect(await player.state()).toBe("paused");
  await resume(player);
  await player.waitForState("playing");
  await player.waitForFrames(10);
  expect((await second.calls("pullstream")).length).toBeGreaterThan(0);

  await pause(player);
  await expect.poll(async () => (await second.counts()).stops).toBe((await second.counts()).pulls);
  await player.stop();
  expect(await player.state()).toBe("stopped");
  expect((await second.counts()).stops).toBe((await second.counts()).pulls);
  expect(await first.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await player.heard("error")).toEqual([]);
});

test("a stream that breaks during a pause is pulled again at its end", async ({ player }) => {
  const stream = await player.playLive();
  await pause(player);
  await player.waitForState("paused");
  await stream.inject("close");
  await expect.poll(() => stream.sessions()).toMatchObject([{ state: "ended" }]);
  await player.waitForStats(4);
  expect(await stream.counts()).toMatchObject({ pulls: 1 });
  expect(await player.state()).toBe("paused");
  await resume(player);
  await player.waitForState("playing");
  await player.waitForFrames(10);
  expect(await stream.counts()).toMatchObject({ pulls: 2 });
  await player.stop();
});

test("audio only and video only", async ({ player }) => {
  const audioOnly = await player.playLive({ video: false, pauseTimeout: 300 });
  await pause(player);
  await expect.poll(() => audioOnly.counts()).toEqual({ pulls: 1, stops: 1 });
  await resume(player);
  await player.waitForState("playing");
  await player.waitForStats(4);
  const heard = (await player.heard("stats")).at(-1) as { audio: { bitrate: number }; video?: object };
  expect(heard.audio.bitrate).toBeGreaterThan(5_000);
  expect(heard.video).toBeUndefined();
  expect(await player.path()).toBe(`${playingStates} paused reconnecting playing`);
  const failure = await player.page.evaluate(() => window.player.snapshot().catch((error) => error.code));
  expect(failure, "there is no video").toBe("no-media");
  await player.stop();

  await player.playLive({ audio: false });
  await player.waitForStats(4);
  expect((await player.heard("stats")).at(-1)).toMatchObject({ video: { codec: "h264", width: 640 } });
  expect((await player.heard("stats")).at(-1)!.audio).toBeUndefined();
  await player.stop();
});

test.describe("the browser pauses the video", () => {
  /** Makes the page appear hidden or visible to its scripts. */
  const setHidden = (page: Page, hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  /** Makes the page's browser look like Safari. The test itself then pauses the video: see browsers.md, "Safari pauses hidden videos". */
  const beSafari = (page: Page) => page.evaluate(() => Object.defineProperty(window.video, "webkitPresentationMode", { value: "inline" }));

  test("in a hidden tab, as Safari does: it resumes with the tab", async ({ player }) => {
    await player.playLive();
    await beSafari(player.page);
    await setHidden(player.page, true);
    await player.page.evaluate(() => window.video.pause());
    await player.waitForState("paused");
    await setHidden(player.page, false);
    await player.waitForState("playing");
    await player.waitForFrames(10);
    await player.stop();
  });

  test("a pause by the viewer survives hiding the tab", async ({ player }) => {
    await player.playLive();
    await beSafari(player.page);
    await pause(player);
    await player.waitForState("paused");
    await setHidden(player.page, true);
    await setHidden(player.page, false);
    await player.waitForStats(4);
    expect(await player.state()).toBe("paused");
    await player.stop();
  });

  test("when the video is removed from the page: it resumes in its new place", async ({ player }) => {
    await player.playLive();
    await player.page.evaluate(() => window.video.remove());
    await player.waitForState("paused");
    await player.page.evaluate(() => document.body.append(window.video));
    await player.waitForState("playing");
    await player.waitForFrames(10);
    await player.stop();
  });
});
