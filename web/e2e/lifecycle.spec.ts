import type { Page } from "@playwright/test";
import { openAutoplayPage } from "./autoplaypage.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { servers } from "./servers.js";

test("stop() while pulling completes the pull and stops its session", async ({ player }) => {
  const stream = Stream.fault("slow-1500");
  await player.startPlay(stream.url);
  await player.waitForState("pulling");
  await player.stop();
  expect(await player.outcome()).toBe("aborted");
  expect(await player.state()).toBe("stopped");
  expect((await stream.calls()).map((call) => call.endpoint)).toEqual(["pullstream", "stopstream"]);
  expect(await stream.sessions()).toMatchObject([{ state: "ended" }]);
});

test("aborting the signal while pulling stops the play, and the stream that the pull brings", async ({ player }) => {
  const stream = Stream.fault("slow-1500");
  const pulling = player.page.waitForRequest(/pullstream$/);
  const abort = await player.page.evaluateHandle(() => new AbortController());
  const outcome = abort.evaluate(
    (abort, url) =>
      window.player.play(url, { signal: abort.signal }).then(
        () => "played",
        (error) => error.code,
      ),
    stream.url,
  );
  await pulling;
  await abort.evaluate((abort) => abort.abort());
  expect(await outcome).toBe("aborted");
  await player.waitForState("stopped");
  await expect.poll(async () => (await stream.calls()).map((call) => call.endpoint)).toEqual(["pullstream", "stopstream"]);
});

test("closing the page delivers stopstream", async ({ player }) => {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await player.page.close({ runBeforeUnload: true });
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
  expect(await stream.sessions()).toMatchObject([{ state: "ended" }]);
});

test("leaving the page delivers stopstream, and a page that is loaded again plays again", async ({ player }) => {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await player.page.goto("about:blank");
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
  await player.page.goBack();
  await player.page.waitForFunction(() => "LEB" in window);
  await player.create();
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
});

test("a page that goes into the back/forward cache is stopped, and plays again when it returns", async ({ player }) => {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  // Playwright loses a page that really goes there.
  const turn = (type: string) => player.page.evaluate((type) => window.dispatchEvent(new PageTransitionEvent(type, { persisted: true })), type);
  await turn("pagehide");
  await player.waitForState("stopped");
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
  expect(await stream.sessions()).toMatchObject([{ state: "ended" }]);
  await turn("pageshow");
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
});

test.describe("autoplay with sound is refused", () => {
  const video = (page: Page) => page.evaluate(() => ({ muted: window.video.muted, paused: window.video.paused }));

  test("muted: it plays muted, a click unmutes it, and stop() leaves the video unmuted", async ({ page, shape }) => {
    expect(await openAutoplayPage(page, shape, "muted")).toEqual({ blocked: { muted: true }, muted: true, paused: false, width: 640 });
    await page.locator("button").click();
    await expect.poll(() => video(page)).toEqual({ muted: false, paused: false });
    await page.evaluate(() => window.player.stop());
    expect((await video(page)).muted).toBe(false);
  });

  test("manual: it pauses at the first frame until the click", async ({ page, shape }) => {
    expect(await openAutoplayPage(page, shape, "manual")).toEqual({ blocked: { muted: false }, muted: false, paused: true, width: 640 });
    await page.locator("button").click();
    await expect.poll(() => video(page)).toEqual({ muted: false, paused: false });
    await page.evaluate(() => window.player.stop());
  });
});

test.describe("after its end, it is released at once", () => {
  /** Enough rounds to detect a leak of one value each. */
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
    "an offer that no play uses": ({ page }) => page.evaluate(() => window.LEB.preload()),
  };

  for (const [name, round] of Object.entries(end)) {
    test(name, async ({ player }) => {
      await end["a play"]!(player);
      for (let i = 0; i < 3; i++) await round(player);
      const early = await player.countersCollected();
      for (let i = 0; i < rounds; i++) await round(player);
      const grown = async () => {
        const { handles, liveFuncs } = await player.countersCollected();
        return { handles: handles >= early.handles + rounds, functions: liveFuncs > early.liveFuncs };
      };
      await expect.poll(grown, "JavaScript values held by Go, and functions exposed to JavaScript").toEqual({ handles: false, functions: false });
    });
  }

  test("the values of a play are released before the next play", async ({ player }) => {
    await end["a play"]!(player);
    const idle = await player.countersCollected();
    for (let i = 0; i < 8; i++) {
      await end["a play"]!(player);
      // During a play there are about a hundred more.
      expect((await player.counters()).handles, "JavaScript values held by Go").toBeLessThan(idle.handles + 30);
    }
  });
});

test("the number of pending timers stays small", async ({ player }) => {
  const pending = await player.page.evaluateHandle(() => {
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
  expect(await pending.evaluate((timers) => timers.size)).toBeLessThan(6);
  await player.stop();
});

test.describe("the Go program dies", () => {
  test("the player fails with internal, and the next play loads a fresh program", async ({ player }) => {
    expect(await player.play(Stream.live().url)).toBe("");
    await player.killProgram();
    expect(await player.waitForEvent("error")).toMatchObject({ code: "internal" });
    expect(await player.state()).toBe("failed");
    expect(await player.page.evaluate(() => window.video.srcObject)).toBeNull();

    expect(await player.play(Stream.live().url)).toBe("");
    await player.waitForFrames(20);
    await player.stop();
  });
});

test("the page's global scope stays clean", async ({ player }) => {
  const before = await player.page.evaluate(() => Object.getOwnPropertyNames(window).length);
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
  const strays = await player.page.evaluate(() => ["leb", "Go", "fs", "process", "path"].filter((name) => name in window));
  expect(strays).toEqual([]);
  // window.outcome belongs to the test.
  expect(await player.page.evaluate(() => Object.getOwnPropertyNames(window).length)).toBeLessThanOrEqual(before + 1);
});

test("a module that cannot be loaded is wasm-load, and a later play tries again", async ({ player }) => {
  await player.create({ wasmURL: `${servers.site}/pages/missing.wasm` });
  expect(await player.play(Stream.live().url)).toBe("wasm-load");
  await player.page.route("**/pages/missing.wasm", async (route) => {
    // Many servers send this wrong type.
    await route.fulfill({ response: await route.fetch({ url: `${servers.site}/raw/leb.wasm` }), contentType: "application/octet-stream" });
  });
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
});
