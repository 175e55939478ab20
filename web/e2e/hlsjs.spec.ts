import fs from "node:fs";
import { createRequire } from "node:module";
import type { PlayerOptions } from "leb-player";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// The fallback to HLS by hls.js, in browsers that play no HLS themselves.

const hlsJS = createRequire(import.meta.url).resolve("hls.js/dist/hls.min.js").replace("hls.min.js", "hls.mjs");
/** The types of hls.js fit the option's. */
export const options: PlayerOptions[] = [
  { fallback: "hls", fallbackLoader: () => import("hls.js") },
  { fallback: true, fallbackLoader: async () => (await import("hls.js")).default },
];

const module = `${servers.site}/hls.mjs`;

test.beforeEach(async ({ player }) => {
  await player.page.route(module, (route) => route.fulfill({ contentType: "text/javascript", body: fs.readFileSync(hlsJS) }));
  await player.page.evaluate(() => (HTMLMediaElement.prototype.canPlayType = () => ""));
});

/** Creates the page's player with a fallback, and a loader that is the function of this text. */
async function create(player: PlayerPage, options: PlayerOptions, loader = `() => import(${JSON.stringify(module)})`): Promise<void> {
  await player.page.evaluate(
    ({ options, loader, signalURL }) => {
      const events = ["statechange", "fallback", "warning", "error"] as const;
      const fallbackLoader = new Function(`return ${loader}`)();
      window.player = new window.LEB.Player(window.video, { signalURL, retry: false, fallbackLoader, ...options });
      for (const type of events) {
        window.player.addEventListener(type, (event) => window.heard.push({ type, detail: { ...(event as CustomEvent).detail } }));
      }
    },
    { options, loader, signalURL: servers.edge },
  );
}

const refused = () => Stream.fault("http-503").url;
const source = (player: PlayerPage) => player.page.evaluate(() => window.video.getAttribute("src"));

test("hls.js is loaded when it is needed, plays, and leaves an empty video", async ({ player }) => {
  const hls = await serveHLS(player.page);
  const loads: string[] = [];
  player.page.on("request", (request) => void (request.url() === module && loads.push(module)));
  await create(player, { fallback: hls });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  expect(loads).toEqual([]);

  await stream.inject("close");
  await expect.poll(() => source(player)).toMatch(/^blob:/);
  await player.waitForState("playing");
  await player.waitForFrames(5);
  expect(loads).toEqual([module]);
  expect(await player.heard("fallback")).toMatchObject([{ url: hls }]);
  await player.page.evaluate(() => window.player.pause());
  await player.waitForState("paused");

  await player.stop();
  expect(await player.state()).toBe("stopped");
  expect(await player.page.evaluate(() => [window.video.getAttribute("src"), window.video.readyState])).toEqual([null, 0]);
  expect(await player.heard("warning")).toEqual([]);
});

test("`hls` is the usual HLS URL of the stream", async ({ player }) => {
  const { url } = Stream.fault("http-503");
  await serveHLS(player.page, new URL(url.replace("webrtc:", "https:")).href.replace(/\/[^/]*$/, ""));
  await create(player, { fallback: "hls" });
  expect(await player.play(url)).toBe("");
  expect(await player.heard("fallback")).toMatchObject([{ url: await player.page.evaluate((url) => window.LEB.hlsURL(url), url) }]);
  await player.stop();
});

test("it goes on in another video", async ({ player }) => {
  await create(player, { fallback: await serveHLS(player.page, undefined, Array<string>(9).fill("media.m4s")) });
  expect(await player.play(refused())).toBe("");
  await player.page.evaluate(() => {
    const other = document.body.appendChild(document.createElement("video"));
    window.player.attach(other);
    window.video.id = "old";
    window.video = other;
  });
  await player.waitForFrames(5);
  expect(await player.page.evaluate(() => document.querySelector("#old")!.getAttribute("src"))).toBeNull();
  await player.stop();
  expect(await source(player)).toBeNull();
});

test("a page that puts something else into the video takes it over", async ({ player }) => {
  const hls = await serveHLS(player.page, undefined, Array<string>(9).fill("media.m4s"));
  await create(player, { fallback: hls });
  expect(await player.play(refused())).toBe("");
  await player.page.evaluate(() => void (window.video.src = "data:,its-own"));
  await player.waitForState("stopped");
  expect(await source(player)).toBe("data:,its-own");
});

const failures: Record<string, { loader?: string; missing?: boolean; code: string; message: string }> = {
  "a playlist that is missing": { missing: true, code: "network", message: "hls.js: manifestLoadError" },
  "a browser without MediaSource": { loader: "() => ({ default: class { static isSupported() { return false } } })", code: "unsupported", message: "does not support" },
  "a loader that rejects": { loader: `() => Promise.reject(new Error("no hls.js today"))`, code: "bad-option", message: "no hls.js today" },
  "a loader that returns nothing": { loader: "() => {}", code: "bad-option", message: "fallback failed" },
  "a loader that returns something else": { loader: "async () => ({ Hls: 5 })", code: "bad-option", message: "fallback failed" },
};
for (const [what, { loader, missing, code, message }] of Object.entries(failures)) {
  test(`${what}: a warning, and the play fails with WebRTC's error`, async ({ player }) => {
    await create(player, { fallback: missing ? `${servers.site}/missing.m3u8` : await serveHLS(player.page) }, loader);
    expect(await player.play(refused())).toBe("http-status");
    expect(await player.heard("warning")).toMatchObject([{ code, message: expect.stringContaining(message) }]);
    expect(await source(player)).toBeNull();
    expect(await player.state()).toBe("failed");
  });
}

test("stop() while hls.js is loading", async ({ player }) => {
  await create(player, { fallback: await serveHLS(player.page) }, "() => new Promise((resolve) => (window.load = resolve))");
  await player.startPlay(refused());
  await player.page.waitForFunction(() => "load" in window);
  await player.stop();
  await player.page.evaluate((module) => import(module).then((loaded) => (window as unknown as { load(loaded: unknown): void }).load(loaded)), module);
  expect(await player.outcome()).toBe("aborted");
  expect(await source(player)).toBeNull();
});

test("stop() before the URL is known: hls.js is not loaded", async ({ player }) => {
  await player.page.evaluate(
    ({ signalURL }) => {
      const asked = Object.assign(window, { answer: (_url: string) => {} });
      const fallback = () => new Promise<string>((resolve) => (asked.answer = resolve));
      const fallbackLoader = () => Promise.reject(Object.assign(window, { loaded: true }));
      window.player = new window.LEB.Player(window.video, { signalURL, retry: false, fallback, fallbackLoader });
      window.player.addEventListener("statechange", ({ detail }) => window.heard.push({ type: "statechange", detail: { ...detail } }));
    },
    { signalURL: servers.edge },
  );
  await player.startPlay(refused());
  await player.waitForState("reconnecting");
  await player.stop();
  await player.page.evaluate(() => (window as unknown as { answer(url: string): void }).answer("/hls/live.m3u8"));
  expect(await player.outcome()).toBe("aborted");
  expect(await player.page.evaluate(() => "loaded" in window)).toBe(false);
});

test("a loader that is no function is a bad option", async ({ player }) => {
  await create(player, { fallback: "hls" }, `"hls.js"`);
  expect(await player.play(refused())).toBe("bad-option");
  expect((await player.failure()).message).toContain("fallbackLoader");
});
