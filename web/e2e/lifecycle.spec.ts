import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage, type Shape } from "./fixtures.js";
import { servers } from "./servers.js";

test("stop while pulling lets the pull complete and stops what it brought", async ({ player }) => {
  const stream = Stream.fault("slow-1500");
  await player.startPlay(stream.url);
  await player.waitForState("pulling");
  await player.stop();
  expect(await player.outcome()).toBe("aborted");
  expect(await player.state()).toBe("stopped");
  expect((await stream.calls()).map((call) => call.endpoint)).toEqual(["pullstream", "stopstream"]);
  expect(await stream.sessions()).toMatchObject([{ state: "ended" }]);
});

test("aborting the signal is stop()", async ({ player }) => {
  const stream = Stream.live();
  const outcome = await player.page.evaluate(async (url) => {
    const abort = new AbortController();
    const playing = window.player.play(url, { signal: abort.signal });
    abort.abort();
    return playing.then(
      () => "played",
      (error) => error.code,
    );
  }, stream.url);
  expect(outcome).toBe("aborted");
  await player.waitForState("stopped");
  const [pulls, stops] = [await stream.calls("pullstream"), await stream.calls("stopstream")];
  expect(stops).toHaveLength(pulls.length);
});

test("closing the page delivers stopstream", async ({ player }) => {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await player.page.close({ runBeforeUnload: true });
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
  expect(await stream.sessions()).toMatchObject([{ state: "ended" }]);
});

test("leaving the page delivers stopstream, and coming back finds a player that can play again", async ({ player }) => {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await player.page.goto("about:blank");
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
  await player.page.goBack();
  const restored = await player.page.evaluate(() => window.player?.state);
  // Restored from the back/forward cache, or loaded anew: Chromium decides.
  if (restored) expect(restored).toBe("stopped");
  else {
    await player.page.waitForFunction(() => "LEB" in window);
    await player.create();
  }
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
});

test.describe("autoplay with sound is refused", () => {
  /** Opens a page that plays by itself, and gives what it found. Any script of a test would be a user's gesture to Chromium. */
  async function open(page: Page, shape: Shape, autoplay: string): Promise<unknown> {
    const query = new URLSearchParams({ shape, autoplay, edge: servers.edge, url: Stream.live().url });
    const found = page.waitForEvent("console", (line) => line.type() === "info");
    await page.goto(`${servers.site}/pages/autoplay.html?${query}`);
    return JSON.parse((await found).text());
  }
  const sound = (page: Page) => page.evaluate(() => ({ muted: window.video.muted, paused: window.video.paused }));

  test("it plays muted, a click brings the sound, and stop leaves the video as it was", async ({ page, shape }) => {
    expect(await open(page, shape, "muted")).toEqual({ blocked: { muted: true }, muted: true, paused: false, width: 640 });
    await page.locator("button").click();
    await expect.poll(() => sound(page)).toEqual({ muted: false, paused: false });
    await page.evaluate(() => window.player.stop());
    expect((await sound(page)).muted).toBe(false);
  });

  test("manual: the first frame stands until the click", async ({ page, shape }) => {
    expect(await open(page, shape, "manual")).toEqual({ blocked: { muted: false }, muted: false, paused: true, width: 640 });
    await page.locator("button").click();
    await expect.poll(() => sound(page)).toEqual({ muted: false, paused: false });
    await page.evaluate(() => window.player.stop());
  });
});

test.describe("what has ended is let go of at once", () => {
  /** If each kept but one value, it would show. */
  const rounds = 20;
  const end: Record<string, (player: PlayerPage) => Promise<unknown>> = {
    "a play": async (player) => {
      expect(await player.play(Stream.live().url)).toBe("");
      await player.stop();
    },
    "a play that is refused": async (player) => expect(await player.play(Stream.fault("errcode-100009").url)).toBe("refused"),
    "a play that is stopped early": async (player) => {
      await player.startPlay(Stream.live().url);
      await player.stop();
      await player.outcome();
    },
    "an offer that nobody takes": ({ page }) => page.evaluate(() => window.LEB.preload()),
  };

  for (const [name, round] of Object.entries(end)) {
    test(name, async ({ player }) => {
      await end["a play"]!(player);
      for (let i = 0; i < 3; i++) await round(player);
      const early = await player.countersCollected();
      for (let i = 0; i < rounds; i++) await round(player);
      const handles = async () => (await player.countersCollected()).handles;
      await expect.poll(handles, "JavaScript values held by Go").toBeLessThan(early.handles + rounds);
      expect((await player.counters()).liveFuncs, "functions with JavaScript").toBe(early.liveFuncs);
    });
  }

  test("a play's values do not wait for the next play", async ({ player }) => {
    await end["a play"]!(player);
    const idle = await player.countersCollected();
    for (let i = 0; i < 8; i++) {
      await end["a play"]!(player);
      // While it plays there are a hundred more.
      expect((await player.counters()).handles, "JavaScript values held by Go").toBeLessThan(idle.handles + 30);
    }
  });
});

test("the page waits for a few timers, however many events there were", async ({ player }) => {
  const waiting = await player.page.evaluateHandle(() => {
    const timers = new Set<number>();
    const { setTimeout, clearTimeout } = window;
    const set = (callback: () => void, delay: number) => {
      const id = setTimeout(() => {
        timers.delete(id);
        callback();
      }, delay);
      timers.add(id);
      return id;
    };
    const clear = (id: number) => {
      timers.delete(id);
      clearTimeout(id);
    };
    Object.assign(window, { setTimeout: set, clearTimeout: clear });
    return timers;
  });
  await player.create({ statsInterval: 250 });
  expect(await player.play(Stream.live().url)).toBe("");
  await expect.poll(async () => (await player.heard("stats")).length).toBeGreaterThan(8);
  expect(await waiting.evaluate((timers) => timers.size)).toBeLessThan(6);
  await player.stop();
});

test.describe("the Go program dies", () => {
  test.use({ expectedErrors: [/panic|goroutine|getStats|exit code|\.go:\d|^$/] });

  test("the player fails with internal, and the next play loads a fresh program", async ({ player }) => {
    expect(await player.play(Stream.live().url)).toBe("");
    // A browser that breaks its word: what returns promises never throws.
    await player.page.evaluate(() => {
      const { getStats } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.getStats = function () {
        RTCPeerConnection.prototype.getStats = getStats;
        throw new Error("getStats is broken");
      };
    });
    expect(await player.waitForEvent("error")).toMatchObject({ code: "internal" });
    expect(await player.state()).toBe("failed");
    expect(await player.page.evaluate(() => window.video.srcObject)).toBeNull();

    expect(await player.play(Stream.live().url)).toBe("");
    await player.waitForFrames(20);
    await player.stop();
  });
});

test("nothing is left in the page's global scope", async ({ player }) => {
  const before = await player.page.evaluate(() => Object.getOwnPropertyNames(window).length);
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
  const strays = await player.page.evaluate(() => ["leb", "Go", "fs", "process", "path"].filter((name) => name in window));
  expect(strays).toEqual([]);
  // window.outcome is the test's own.
  expect(await player.page.evaluate(() => Object.getOwnPropertyNames(window).length)).toBeLessThanOrEqual(before + 1);
});

test("a module that can't be loaded is wasm-load, and a later play tries again", async ({ player }) => {
  await player.create({ wasmURL: `${servers.site}/pages/missing.wasm` });
  expect(await player.play(Stream.live().url)).toBe("wasm-load");
  await player.page.route("**/pages/missing.wasm", async (route) => {
    // The wrong type, as many servers send it.
    await route.fulfill({ response: await route.fetch({ url: `${servers.site}/raw/leb.wasm` }), contentType: "application/octet-stream" });
  });
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
});
