import type { Page } from "@playwright/test";
import type { PlayerOptions } from "leb-player";
import { example, languages, readme } from "./documents.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// The fallback that replaces WebRTC.

/** Two attempts in quick succession. */
const retry = { maxAttempts: 1, baseDelay: 1 };

/** Creates the page's player and records the events of a fallback in addition to the fixture's. */
async function create(player: PlayerPage, options: PlayerOptions): Promise<void> {
  await player.create({ retry, ...options });
  await player.page.evaluate(() => {
    for (const type of ["fallback", "reconnecting"] as const) {
      window.player.addEventListener(type, (event) => {
        const { url, reason } = (event as CustomEvent).detail;
        window.heard.push({ type, detail: { url, reason: reason.code ?? reason } });
      });
    }
  });
}

/** Like create(), with a fallback function whose body is `text`. */
async function createWithFunction(player: PlayerPage, text: string): Promise<void> {
  await create(player, {});
  await player.page.evaluate(
    ({ text, options }) => {
      const reasons = Object.assign(window, { reasons: [] as unknown[] }).reasons;
      const act = new Function("reason", "stream", text);
      // A function cannot be passed to page.evaluate(), so the player is made here.
      const { heard } = window;
      window.player = new window.LEB.Player(window.video, {
        ...options,
        fallback(reason, stream) {
          reasons.push(reason instanceof window.LEB.LEBError ? reason.code : reason);
          return act(reason, stream);
        },
      });
      for (const type of ["statechange", "warning", "error"] as const) {
        window.player.addEventListener(type, (event) => heard.push({ type, detail: { ...event.detail } as Record<string, unknown> }));
      }
      window.player.addEventListener("fallback", ({ detail }) => {
        heard.push({ type: "fallback", detail: { url: detail.url, reason: detail.reason.code } });
      });
    },
    { text, options: { retry, signalURL: servers.edge } },
  );
}

/** Returns the reasons with which the fallback function was called. */
const reasons = (page: Page) => page.evaluate(() => (window as unknown as { reasons: string[] }).reasons);
const source = (page: Page) => page.evaluate(() => window.video.getAttribute("src"));
const lastReason = async (player: PlayerPage) => (await player.heard("statechange")).at(-1)?.reason;

test("a function takes over the video after the last attempt", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await createWithFunction(player, `window.video.src = ${JSON.stringify(hls)}; void window.video.play();`);
  const stream = Stream.fault("http-503");
  expect(await player.play(stream.url), "play() resolves at the first frame of the page's stream").toBe("");
  expect(await reasons(player.page)).toEqual(["http-status"]);
  expect(await player.heard("fallback")).toEqual([{ url: undefined, reason: "http-status" }]);
  await player.waitForState("playing");
  expect(await lastReason(player)).toBe("fallback");
  expect(await player.page.evaluate(() => window.player.fallbackActive)).toBe(true);
  expect(await stream.calls("pullstream"), "retried before the fallback").toHaveLength(2);

  await player.waitForFrames(5);
  await player.stop();
  expect(await player.state()).toBe("stopped");
  expect(await player.page.evaluate(() => window.player.fallbackActive)).toBe(false);
  expect(await source(player.page), "the page's own source stays").toBe(hls);
  expect(await player.heard("error")).toEqual([]);
});

test("a function is told the stream that has failed, and may return a URL, or a promise of one", async ({ player }) => {
  const hls = await serveHLS(player.page);
  const stream = Stream.fault("http-503");
  await createWithFunction(player, `window.failed = stream.url; return ${JSON.stringify(hls)}`);
  expect(await player.play(stream.url)).toBe("");
  expect(await source(player.page)).toBe(hls);
  expect(await player.page.evaluate(() => (window as unknown as { failed: string }).failed)).toBe(stream.url);

  await createWithFunction(player, `return Promise.resolve(${JSON.stringify(hls)})`);
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  await player.waitForState("playing");
  expect(await source(player.page)).toBe(hls);
  await player.stop();
  expect(await source(player.page)).toBeNull();
});

test("an async function that rejects: a warning, and the play fails", async ({ player }) => {
  await createWithFunction(player, `return Promise.reject(new Error("hls.js is not there"))`);
  expect(await player.play(Stream.fault("http-503").url)).toBe("http-status");
  expect(await player.state()).toBe("failed");
  const [warning] = await player.heard("warning");
  expect(warning).toMatchObject({ code: "bad-option", retryable: false });
  expect(warning!.message).toContain("hls.js is not there");
});

test("stop() while an async function has not answered", async ({ player }) => {
  await createWithFunction(player, `return new Promise((resolve) => (window.answer = resolve))`);
  await player.startPlay(Stream.fault("http-503").url);
  await player.waitForState("reconnecting");
  await player.page.waitForFunction(() => "answer" in window);
  await player.stop();
  expect(await player.outcome()).toBe("aborted");
  await player.page.evaluate(() => (window as unknown as { answer(url: string): void }).answer("/hls/live.m3u8"));
  expect(await player.state()).toBe("stopped");
  expect(await source(player.page)).toBeNull();
  expect(await player.heard("fallback")).toEqual([]);
});

test("`true` is the usual HLS URL of the stream that fails, also after a switch", async ({ player }) => {
  const [one, two] = [Stream.live(), Stream.live()];
  await player.page.route("https://**/*.m3u8*", (route) => route.abort());
  await create(player, { fallback: true, retry: false });
  expect(await player.play(one.url)).toBe("");
  await player.page.evaluate((url) => window.player.switchTo(url), two.url);
  expect(await player.page.evaluate(() => window.player.url)).toBe(two.url);
  expect(await player.page.evaluate(() => window.player.diagnostics().url)).toContain(new URL(two.url).pathname);
  await two.inject("close");
  const [detail] = [await player.waitForEvent("fallback")];
  expect(detail.url).toBe(await player.page.evaluate((url) => window.LEB.hlsURL(url), two.url));
});

test("a URL is played by the browser, and stop() removes it", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await create(player, { fallback: hls });
  expect(await player.play(Stream.fault("http-503").url), "play() resolves at its first frame").toBe("");
  expect(await player.heard("fallback")).toEqual([{ url: hls, reason: "http-status" }]);
  expect(await player.state()).toBe("playing");
  expect((await player.path()).split(" ").slice(-2).join(" ")).toBe("reconnecting playing");
  expect(await lastReason(player)).toBe("fallback");
  await player.waitForFrames(5);
  expect(await player.page.evaluate(() => JSON.stringify(window.player.diagnostics()))).not.toContain("5ecre7");

  await player.stop();
  expect(await player.state()).toBe("stopped");
  expect(await player.page.evaluate(() => [window.video.getAttribute("src"), window.video.readyState])).toEqual([null, 0]);
});

test("HLS that comes to its end stops the play", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await create(player, { fallback: hls });
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  await player.waitForState("stopped");
  expect(await lastReason(player)).toBe("ended");
  expect(await player.page.evaluate(() => window.player.fallbackActive)).toBe(false);
  expect(await player.heard("error")).toEqual([]);
});

test("HLS that stands still is stalled", async ({ player }) => {
  const hls = await serveHLS(player.page, undefined, ["media.m4s", "media.m4s", "never.m4s"]);
  await player.page.route("**/never.m4s", () => undefined);
  await create(player, { fallback: hls });
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  await player.waitForState("stalled");
  expect(await lastReason(player)).toBe("fallback");
  await player.stop();
  expect(await source(player.page)).toBeNull();
});

test("a stream that fails while playing continues as HLS, and a new play() returns to WebRTC", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await create(player, { fallback: hls, retry: false });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await stream.inject("close");
  await expect.poll(() => source(player.page)).toBe(hls);
  await player.waitForState("playing");
  expect(await player.heard("fallback")).toEqual([{ url: hls, reason: "closed" }]);
  expect(await player.heard("error")).toEqual([]);
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);

  expect(await player.play(Stream.live().url)).toBe("");
  expect(await source(player.page)).toBeNull();
  await player.waitForFrames(20);
  await player.stop();
});

test("switchTo() during a fallback acts as play()", async ({ player }) => {
  await create(player, { fallback: await serveHLS(player.page) });
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  const stream = Stream.live();
  await player.page.evaluate((url) => window.player.switchTo(url), stream.url);
  expect(await source(player.page)).toBeNull();
  expect(await player.state()).toBe("playing");
  await player.stop();
  expect(await stream.calls("stopstream")).toHaveLength(1);
});

test("a browser without native HLS: a warning, and the play fails", async ({ player }) => {
  await player.page.evaluate(() => (HTMLMediaElement.prototype.canPlayType = () => ""));
  await create(player, { fallback: await serveHLS(player.page) });
  expect(await player.play(Stream.fault("http-503").url)).toBe("http-status");
  const [warning] = await player.heard("warning");
  expect(warning).toMatchObject({ code: "unsupported", retryable: false });
  expect(warning!.message).toContain("hls.js");
  expect(await player.heard("fallback")).toEqual([]);
  expect(await player.state()).toBe("failed");
});

test("a fallback that fails: the play fails with WebRTC's error", async ({ player }) => {
  await serveHLS(player.page);
  await create(player, { fallback: `${servers.site}/hls/missing` });
  expect(await player.play(Stream.fault("http-503").url)).toBe("http-status");
  expect(await player.state()).toBe("failed");
  expect(await lastReason(player)).toBe("http-status");
  expect(await player.heard("error"), "reported by the promise alone").toEqual([]);
  expect(await source(player.page)).toBeNull();
});

test("a fallback function that throws: a warning, and the play fails", async ({ player }) => {
  await createWithFunction(player, `throw new Error("no HLS today")`);
  expect(await player.play(Stream.fault("http-503").url)).toBe("http-status");
  const [warning] = await player.heard("warning");
  expect(warning).toMatchObject({ code: "bad-option", retryable: false });
  expect(warning!.message).toContain("no HLS today");
});

test("a refusal and a malformed URL do not fall back", async ({ player }) => {
  await createWithFunction(player, "");
  expect(await player.play(Stream.fault("errcode-42").url)).toBe("refused");
  expect(await player.play("webrtc://nowhere")).toBe("bad-stream-url");
  expect(await reasons(player.page)).toEqual([]);
});

test("stop() while the fallback is loading", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await player.page.route(hls, () => undefined); // never answered
  await create(player, { fallback: hls });
  await player.startPlay(Stream.fault("http-503").url);
  await expect.poll(() => source(player.page)).toBe(hls);
  expect(await player.state()).toBe("reconnecting");
  await player.stop();
  expect(await player.outcome()).toBe("aborted");
  expect(await player.state()).toBe("stopped");
  expect(await source(player.page)).toBeNull();
});

test("stop() inside the function", async ({ player }) => {
  await createWithFunction(player, `void window.player.stop(); return "${servers.site}/hls/live.m3u8"`);
  expect(await player.play(Stream.fault("http-503").url)).toBe("aborted");
  await player.waitForState("stopped");
  expect(await player.heard("fallback")).toEqual([]);
  expect(await source(player.page)).toBeNull();
});

test("a browser without WebRTC plays the fallback", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await player.page.evaluate(() => Reflect.deleteProperty(window, "RTCPeerConnection"));
  await create(player, { fallback: hls });
  expect(await player.play(Stream.live().url)).toBe("");
  expect(await player.heard("fallback")).toEqual([{ url: hls, reason: "unsupported" }]);
  await player.waitForFrames(5);
  await player.stop();
});

test("a fallback that is neither a URL nor a function", async ({ player }) => {
  await create(player, { fallback: 5 as never });
  expect(await player.play(Stream.live().url)).toBe("bad-option");
  expect((await player.failure()).message).toContain("fallback");
});

test("hlsURL() returns the usual URL, or throws", async ({ player }) => {
  const converted = (urls: string[]) =>
    player.page.evaluate(
      (urls) =>
        urls.map((url) => {
          try {
            return window.LEB.hlsURL(url);
          } catch (error) {
            return (error as { code: string }).code;
          }
        }),
      urls,
    );
  expect(await converted(["webrtc://d/a/s?txSecret=1&txTime=2", "webrtc://d:8080/a/b/流", "WEBRTC://d/a/s?u=a/b"])).toEqual([
    "https://d/a/s.m3u8?txSecret=1&txTime=2",
    "https://d:8080/a/b/流.m3u8",
    "https://d/a/s.m3u8?u=a/b",
  ]);
  const wrong = ["", "https://d/a/s", "webrtc://d/s", "webrtc://d/a/", "webrtc://d//s", "webrtc://user@d/a/s", "webrtc://d/a/s#x", "webrtc://d/a/s t"];
  expect(await converted(wrong)).toEqual(wrong.map(() => "bad-stream-url"));
});

// README's example, run verbatim, with a stand-in for hls.js. The real one is tried in hlsjs.spec.ts.
const standIn = `
  export default class Hls {
    static isSupported() { return true; }
    on() {}
    loadSource(url) { document.title = url; }
    attachMedia(video) { video.src = "/hls/live.m3u8"; }
    destroy() { document.querySelector("video").removeAttribute("src"); }
  }`;

for (const language of languages) {
  for (const [name, query] of Object.entries({ "hls.js": "", "the browser": "?native" })) {
    test(`README's example of a fallback (${language}): ${name} takes over`, async ({ page }) => {
      await page.goto(servers.site);
      await serveHLS(page);
      await serveHLS(page, "https://play.example.com/live");
      await page.route("https://live.rtc.qq.com:8687/**", (route) => route.fulfill({ status: 503, headers: { "Access-Control-Allow-Origin": "*" } }));
      await page.route("**/hls.mjs", (route) => route.fulfill({ contentType: "text/javascript", body: standIn }));
      await page.route("**/raw/readme.html*", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: example(readme[language], "fallback") }));
      if (!query) await page.addInitScript(() => (HTMLMediaElement.prototype.canPlayType = () => ""));
      await page.goto(`${servers.site}/raw/readme.html${query}`);

      const video = page.locator("video");
      // Asked at each frame: the player empties the video at the recording's end.
      await page.waitForFunction(() => document.querySelector("video")!.getVideoPlaybackQuality().totalVideoFrames > 5);
      if (!query) expect(await page.title()).toBe("https://play.example.com/live/stream_id.m3u8?txSecret=…&txTime=…");
      await page.locator("#stop").click();
      await expect.poll(() => video.getAttribute("src")).toBeNull();
    });
  }
}
