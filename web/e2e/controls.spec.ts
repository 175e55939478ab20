import type { Page } from "@playwright/test";
import type { PlayerOptions } from "leb-player";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// What the viewer and the page do with the picture: pause, a snapshot, other places to show it in.

/** A stream that plays, with stats twice a second. */
async function playing(player: PlayerPage, options: PlayerOptions = {}): Promise<Stream> {
  await player.create({ statsInterval: 500, ...options });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  if (options.video !== false) await player.waitForFrames(10);
  return stream;
}

/** Lets time pass in which anything wrong would happen: as many stats, two a second. */
async function stats(player: PlayerPage, count: number): Promise<void> {
  const before = (await player.heard("stats")).length;
  await expect.poll(async () => (await player.heard("stats")).length).toBeGreaterThanOrEqual(before + count);
}

const pause = (player: PlayerPage) => player.page.evaluate(() => window.player.pause());
const resume = (player: PlayerPage) => player.page.evaluate(() => window.player.resume());
const playingStates = "idle offering pulling connecting playing";

/** How many pullstreams and stopstreams a stream has had. */
async function counted(stream: Stream): Promise<{ pulls: number; stops: number }> {
  return { pulls: (await stream.calls("pullstream")).length, stops: (await stream.calls("stopstream")).length };
}

/** The picture in 16 × 9 pixels as it is seen on the screen: red, green, blue of each. */
async function seen(page: Page): Promise<number[]> {
  const png = (await page.locator("video").first().screenshot()).toString("base64");
  return page.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(16, 9).getContext("2d")!;
    context.drawImage(image, 0, 0, 16, 9);
    return [...context.getImageData(0, 0, 16, 9).data].filter((_, i) => i % 4 !== 3);
  }, png);
}

const black = (pixels: number[]) => pixels.every((value) => value < 20);

/** The largest difference of two pictures in any pixel. */
const difference = (a: number[], b: number[]) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

/** Resumes, and gives how long before that the first new frame had been received, in ms. */
const ageOfFirstFrame = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const asked = performance.now();
        window.video.requestVideoFrameCallback((_, { receiveTime }) => resolve(asked - receiveTime!));
        window.player.resume().catch(reject);
      }),
  );

test("a short pause keeps the stream, is no stall, and goes on live", async ({ player }) => {
  const stream = await playing(player);
  await pause(player);
  await player.waitForState("paused");
  const frames = await player.page.evaluate(() => window.video.currentTime);
  await stats(player, 8);
  expect(await player.page.evaluate(() => window.video.currentTime), "nothing moves").toBe(frames);
  expect((await player.heard("stats")).at(-1), "the stream comes").toMatchObject({ video: { packetsLost: 0 } });

  expect(await ageOfFirstFrame(player.page), "the first frame is none of the pause's beginning").toBeLessThan(500);
  await player.waitForState("playing");
  await player.waitForFrames(25);
  expect(await player.path()).toBe(`${playingStates} paused playing`);
  expect(await counted(stream)).toEqual({ pulls: 1, stops: 0 });
  await player.stop();
});

test("a long pause lets go of the pull, keeps the picture, and resume() pulls again", async ({ player }) => {
  const stream = await playing(player, { pauseTimeout: 3000 });
  await pause(player);
  await player.waitForState("paused");
  await stats(player, 3); // what is on the screen may be a frame behind at first
  const before = await seen(player.page);
  expect(black(before)).toBe(false);
  expect(await counted(stream), "not yet").toEqual({ pulls: 1, stops: 0 });
  await expect.poll(() => counted(stream)).toEqual({ pulls: 1, stops: 1 });
  await expect.poll(() => stream.sessions()).toMatchObject([{ state: "ended" }]);
  await stats(player, 12);
  expect((await player.heard("stats")).at(-1), "nothing comes").toMatchObject({ video: { bitrate: 0 }, audio: { bitrate: 0 } });
  expect(difference(await seen(player.page), before), "the picture has stayed").toBe(0);
  expect(await player.page.evaluate(() => window.player.snapshot().then(({ size }) => size))).toBeGreaterThan(1000);
  expect(await player.state()).toBe("paused");

  expect(await ageOfFirstFrame(player.page)).toBeLessThan(0);
  await player.waitForState("playing");
  await player.waitForFrames(25);
  expect(await player.path()).toBe(`${playingStates} paused reconnecting playing`);
  expect(await player.heard("firstframe"), "one in a play").toHaveLength(1);
  expect(await counted(stream)).toEqual({ pulls: 2, stops: 1 });
  await player.stop();
  expect(await counted(stream)).toEqual({ pulls: 2, stops: 2 });
});

test("the video's own controls pause as pause() does", async ({ player }) => {
  const stream = await playing(player, { pauseTimeout: 300 });
  await player.page.evaluate(() => {
    window.video.controls = true;
    window.video.focus();
  });
  await player.page.keyboard.press("Space");
  await player.waitForState("paused");
  await expect.poll(() => counted(stream)).toEqual({ pulls: 1, stops: 1 });
  await player.page.keyboard.press("Space");
  await player.waitForState("playing");
  await player.waitForFrames(10);
  expect(await counted(stream)).toEqual({ pulls: 2, stops: 1 });
  await player.stop();
});

test("in a long pause: another stream, and a stop", async ({ player }) => {
  const first = await playing(player, { pauseTimeout: 300 });
  await pause(player);
  await expect.poll(() => counted(first)).toEqual({ pulls: 1, stops: 1 });
  const second = Stream.live();
  await player.page.evaluate((url) => window.player.switchTo(url), second.url);
  expect(await player.state()).toBe("paused");
  await resume(player);
  await player.waitForState("playing");
  await player.waitForFrames(10);
  expect((await second.calls("pullstream")).length).toBeGreaterThan(0);

  await pause(player);
  await expect.poll(async () => (await counted(second)).stops).toBe((await counted(second)).pulls);
  await player.stop();
  expect(await player.state()).toBe("stopped");
  expect((await counted(second)).stops).toBe((await counted(second)).pulls);
  expect(await counted(first)).toEqual({ pulls: 1, stops: 1 });
  expect(await player.heard("error")).toEqual([]);
});

test("what breaks in a pause is pulled again when it is over", async ({ player }) => {
  const stream = await playing(player);
  await pause(player);
  await player.waitForState("paused");
  await fetch(`${servers.edge}/edge/fault?stream=${encodeURIComponent(stream.url)}&fault=close`, { method: "POST" });
  await expect.poll(() => stream.sessions()).toMatchObject([{ state: "ended" }]);
  await stats(player, 4);
  expect(await counted(stream)).toMatchObject({ pulls: 1 });
  expect(await player.state()).toBe("paused");
  await resume(player);
  await player.waitForState("playing");
  await player.waitForFrames(10);
  expect(await counted(stream)).toMatchObject({ pulls: 2 });
  await player.stop();
});

test("sound alone, and the picture alone", async ({ player }) => {
  const sound = await playing(player, { video: false, pauseTimeout: 300 });
  await pause(player);
  await expect.poll(() => counted(sound)).toEqual({ pulls: 1, stops: 1 });
  await resume(player);
  await player.waitForState("playing");
  await stats(player, 4);
  const heard = (await player.heard("stats")).at(-1) as { audio: { bitrate: number }; video?: object };
  expect(heard.audio.bitrate).toBeGreaterThan(5_000);
  expect(heard.video).toBeUndefined();
  expect(await player.path()).toBe(`${playingStates} paused reconnecting playing`);
  const failure = await player.page.evaluate(() => window.player.snapshot().catch((error) => error.code));
  expect(failure, "there is nothing to take a picture of").toBe("no-media");
  await player.stop();

  await playing(player, { audio: false });
  await stats(player, 4);
  expect((await player.heard("stats")).at(-1)).toMatchObject({ video: { codec: "h264", width: 640 } });
  expect((await player.heard("stats")).at(-1)!.audio).toBeUndefined();
  await player.stop();
});

test.describe("snapshot", () => {
  /** Takes one, and gives its type, size and bytes; or the error's code. */
  const take = (page: Page, type?: string, quality?: number) =>
    page.evaluate(
      ([type, quality]) =>
        window.player.snapshot(type, quality).then(
          async (blob) => {
            const { width, height } = await createImageBitmap(blob);
            return { type: blob.type, width, height, bytes: blob.size };
          },
          (error) => (error instanceof window.LEB.LEBError ? { code: error.code } : { unexpected: String(error) }),
        ),
      [type, quality] as const,
    );

  test("is the picture in its own size, in each type", async ({ player }) => {
    expect(await take(player.page), "before there is one").toEqual({ code: "no-media" });
    await playing(player);
    const size = { width: 640, height: 360 };
    expect(await take(player.page)).toMatchObject({ type: "image/png", ...size });
    for (const type of ["image/jpeg", "image/webp"]) expect(await take(player.page, type)).toMatchObject({ type, ...size });
    const [poor, good] = [await take(player.page, "image/jpeg", 0.1), await take(player.page, "image/jpeg", 0.95)] as { bytes: number }[];
    expect(poor!.bytes).toBeLessThan(good!.bytes);
    expect(await take(player.page, "image/tiff")).toEqual({ code: "bad-option" });

    const average = await player.page.evaluate(async () => {
      const image = await createImageBitmap(await window.player.snapshot());
      const context = new OffscreenCanvas(16, 9).getContext("2d")!;
      context.drawImage(image, 0, 0, 16, 9);
      return [...context.getImageData(0, 0, 16, 9).data].filter((_, i) => i % 4 !== 3);
    });
    expect(black(average)).toBe(false);
    await player.stop();
    expect(await take(player.page), "and after it").toEqual({ code: "no-media" });
  });

  test("a fallback from another site can't be read", async ({ player }) => {
    const hls = await serveHLS(player.page, `${servers.edge}/hls`);
    await player.create({ retry: false, fallback: hls });
    expect(await player.play(Stream.fault("http-503").url)).toBe("");
    expect(await take(player.page)).toEqual({ code: "unsupported" });
    await player.stop();
  });
});

test("full screen and picture-in-picture outlast a new pull", async ({ player }) => {
  const stream = await playing(player);
  const close = async (sessions: number) => {
    await fetch(`${servers.edge}/edge/fault?stream=${encodeURIComponent(stream.url)}&fault=close`, { method: "POST" });
    await expect.poll(async () => (await stream.calls("pullstream")).length).toBe(sessions);
    await player.waitForState("playing");
    await player.waitForFrames(10);
  };
  const shown = () =>
    player.page.evaluate(() => ({ full: document.fullscreenElement === window.video, window: document.pictureInPictureElement === window.video }));

  await player.page.evaluate(() => window.player.fullscreen());
  await close(2);
  expect(await shown()).toEqual({ full: true, window: false });
  await player.page.evaluate(() => window.player.fullscreen(false));
  expect(await shown()).toEqual({ full: false, window: false });

  await player.page.evaluate(() => window.player.pictureInPicture(true));
  await close(3);
  expect(await shown()).toEqual({ full: false, window: true });
  await player.page.evaluate(() => window.player.pictureInPicture(false));
  expect(await shown()).toEqual({ full: false, window: false });

  const failure = await player.page.evaluate(() => {
    Object.defineProperty(window.video, "requestPictureInPicture", { value: undefined });
    return window.player.pictureInPicture().catch((error) => error.code);
  });
  expect(failure).toBe("unsupported");
  await player.stop();
});

test.describe("the browser pauses the video", () => {
  /** Hides the page and shows it again, as far as a script sees. */
  const setHidden = (page: Page, hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  /** Chromium has no such habit: what Safari does is done here by the test. */
  const beSafari = (page: Page) => page.evaluate(() => Object.defineProperty(window.video, "webkitPresentationMode", { value: "inline" }));

  test("in a hidden tab, as Safari does: it goes on with the tab", async ({ player }) => {
    await playing(player);
    await beSafari(player.page);
    await setHidden(player.page, true);
    await player.page.evaluate(() => window.video.pause());
    await player.waitForState("paused");
    await setHidden(player.page, false);
    await player.waitForState("playing");
    await player.waitForFrames(10);
    await player.stop();
  });

  test("but not when it was the viewer", async ({ player }) => {
    await playing(player);
    await beSafari(player.page);
    await pause(player);
    await player.waitForState("paused");
    await setHidden(player.page, true);
    await setHidden(player.page, false);
    await stats(player, 4);
    expect(await player.state()).toBe("paused");
    await player.stop();
  });

  test("when it is taken out of the page: it goes on in its new place", async ({ player }) => {
    await playing(player);
    await player.page.evaluate(() => window.video.remove());
    await player.waitForState("paused");
    await player.page.evaluate(() => document.body.append(window.video));
    await player.waitForState("playing");
    await player.waitForFrames(10);
    await player.stop();
  });
});

test.describe("autoplay", () => {
  /** Opens a page that plays by itself, and gives what it found. Any script of a test would be a user's gesture to Chromium. */
  async function open(page: Page, autoplay: string): Promise<unknown> {
    const query = new URLSearchParams({ shape: "script", autoplay, edge: servers.edge, url: Stream.live().url });
    const found = page.waitForEvent("console", (line) => line.type() === "info");
    await page.goto(`${servers.site}/pages/autoplay.html?${query}`);
    return JSON.parse((await found).text());
  }
  const state = (page: Page) => page.evaluate(() => ({ state: window.player.state, muted: window.video.muted, paused: window.video.paused }));

  // No policy of Chromium's refuses a muted video; an iPhone that saves power does, and what it does is done here until there is a gesture.
  test("a refused muted start waits for a tap, and then sounds", async ({ page }) => {
    await page.addInitScript(() => {
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function () {
        return navigator.userActivation.hasBeenActive ? play.call(this) : Promise.reject(new DOMException("low power", "NotAllowedError"));
      };
    });
    expect(await open(page, "muted")).toEqual({ blocked: { muted: false }, muted: false, paused: true, width: 640 });
    await page.locator("button").click();
    await expect.poll(() => state(page)).toEqual({ state: "playing", muted: false, paused: false });
    await page.evaluate(() => window.player.stop());
  });

  test("what waits for resume() is paused", async ({ page }) => {
    expect(await open(page, "manual")).toMatchObject({ blocked: { muted: false }, paused: true });
    await page.locator("video").hover(); // a gesture that is none
    await expect.poll(async () => (await state(page)).state).toBe("paused");
    await page.locator("button").click();
    await expect.poll(() => state(page)).toEqual({ state: "playing", muted: false, paused: false });
    await page.evaluate(() => window.player.stop());
  });
});
