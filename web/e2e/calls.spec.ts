import type * as LEB from "leb-player";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { servers } from "./servers.js";

// Calls in an unusual order or with unusual arguments, by a page with the real leb.wasm. The random orders are in npm/test/model.test.mjs.

/** Runs code in the page and returns the code of its LEBError, or "" if it resolves. */
const outcome = <T>(player: PlayerPage, run: (argument: T) => Promise<unknown>, argument: T) =>
  player.page.evaluate(
    async ({ text, argument }) => {
      try {
        await (new Function(`return (${text})`)() as (argument: unknown) => Promise<unknown>)(argument);
        return "";
      } catch (error) {
        return error instanceof window.LEB.LEBError ? error.code : `not a LEBError: ${String(error)}`;
      }
    },
    { text: run.toString(), argument },
  );

test("invalid arguments of play() leave the stream alone", async ({ player }) => {
  const stream = await player.playLive();
  expect(await outcome(player, (url) => window.player.play(url, null as never), stream.url)).toBe("bad-option");
  expect(await outcome(player, (url) => window.player.play(url, { signal: {} as never }), stream.url)).toBe("bad-option");
  expect(await outcome(player, (url) => window.player.play(url as never), 5)).toBe("bad-option");
  expect(await outcome(player, (url) => window.player.switchTo(url, { sessionId: 5 as never }), stream.url)).toBe("bad-option");
  expect(await player.state()).toBe("playing");
  await player.waitForFrames(10);
  await player.stop();
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("a wasmURL that is no URL", async ({ player }) => {
  await player.create({ wasmURL: "http://[" });
  expect(await player.play(Stream.live().url)).toBe("bad-option");
  expect((await player.failure()).message).toContain("wasmURL");
  expect(await player.state()).toBe("failed");
});

test("a signal that is aborted before, or after the first frame", async ({ player }) => {
  const stream = Stream.live();
  expect(await outcome(player, (url) => window.player.play(url, { signal: AbortSignal.abort() }), stream.url)).toBe("aborted");
  expect(await stream.counts()).toEqual({ pulls: 0, stops: 0 });
  await player.page.evaluate(async (url) => {
    const controller = new AbortController();
    await window.player.play(url, { signal: controller.signal });
    controller.abort();
  }, stream.url);
  await player.waitForState("stopped");
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("the reason of a signal is the cause", async ({ player }) => {
  const cause = await player.page.evaluate(async (url) => {
    const controller = new AbortController();
    const playing = window.player.play(url, { signal: controller.signal });
    controller.abort("the viewer went on");
    return playing.catch((error: LEB.LEBError) => error.cause);
  }, Stream.live().url);
  expect(cause).toBe("the viewer went on");
});

test("a listener that plays while another play() replaces the stream", async ({ player }) => {
  const [first, second, third] = [await player.playLive(), Stream.live(), Stream.live()];
  const outcomes = await player.page.evaluate(
    async ({ second, third }) => {
      let inner: Promise<string> | undefined;
      const settled = (playing: Promise<void>) => playing.then(() => "", (error: LEB.LEBError) => error.code);
      window.player.addEventListener("statechange", ({ detail }) => {
        if (detail.reason === "replaced") inner ??= settled(window.player.play(third));
      });
      const outer = settled(window.player.play(second));
      return [await outer, await inner];
    },
    { second: second.url, third: third.url },
  );
  expect(outcomes, "the last call wins").toEqual(["aborted", ""]);
  await player.stop();
  expect(await first.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await second.counts()).toEqual({ pulls: 0, stops: 0 });
  expect(await third.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("two players with one video: the last one has it, and stop() waits for both streams", async ({ player }) => {
  const first = await player.playLive();
  const second = Stream.live();
  const paused = await player.page.evaluate(
    async ({ url, signalURL }) => {
      const old = window.player;
      window.player = new window.LEB.Player(window.video, { signalURL });
      await window.player.play(url);
      old.pause();
      return window.video.paused;
    },
    { url: second.url, signalURL: servers.edge },
  );
  expect(paused, "the old player has no say").toBe(false);
  await player.page.evaluate(() => window.LEB.stop(window.video));
  expect(await first.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await second.counts()).toEqual({ pulls: 1, stops: 1 });
  await player.page.evaluate(() => window.LEB.stop(document.createElement("video")));
});

test("play() without a URL plays the last one again", async ({ player }) => {
  expect(await outcome(player, () => window.player.play(), undefined), "there is none yet").toBe("bad-option");
  const stream = await player.playLive();
  await player.stop();
  expect(await outcome(player, () => window.player.play(), undefined)).toBe("");
  await player.stop();
  expect(await stream.counts()).toEqual({ pulls: 2, stops: 2 });
});

test("destroy() stops, and for good", async ({ player }) => {
  const stream = await player.playLive();
  await player.page.evaluate(async () => {
    await window.player.prepare();
    await (window.player as unknown as Record<symbol, () => Promise<void>>)[Symbol.asyncDispose ?? ""]?.();
    await window.player.destroy();
  });
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await player.state()).toBe("stopped");
  expect(await outcome(player, (url) => window.player.play(url), stream.url)).toBe("aborted");
  expect(await outcome(player, () => window.player.prepare(), undefined)).toBe("aborted");
});

test("listeners that are removed hear nothing, and objects may listen", async ({ player }) => {
  const heard = await player.page.evaluate(async (url) => {
    const heard: string[] = [];
    const removed = () => heard.push("removed");
    window.player.addEventListener("firstframe", removed);
    window.player.removeEventListener("firstframe", removed);
    window.player.addEventListener("firstframe", { handleEvent: ({ detail }) => heard.push(typeof detail.elapsed) }, { once: true });
    await window.player.play(url);
    await window.player.stop();
    return heard;
  }, Stream.live().url);
  expect(heard).toEqual(["number"]);
});

test("full screen ends in a shadow tree too", async ({ player }) => {
  const elements = await player.page.evaluate(async () => {
    const host = document.body.appendChild(document.createElement("div"));
    const video = host.attachShadow({ mode: "open" }).appendChild(document.createElement("video"));
    const shadowed = new window.LEB.Player(video);
    await shadowed.fullscreen();
    const during = document.fullscreenElement === host;
    await shadowed.fullscreen(false);
    return [during, document.fullscreenElement];
  });
  expect(elements).toEqual([true, null]);
});

test("Player.isSupported() answers at once", async ({ player }) => {
  const answers = await player.page.evaluate(() => {
    const before = window.LEB.Player.isSupported();
    Reflect.deleteProperty(window, "RTCPeerConnection");
    return [before, window.LEB.Player.isSupported()];
  });
  expect(answers).toEqual([true, false]);
});
