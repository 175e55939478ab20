import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { PlayerOptions } from "leb-player";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// What plays when WebRTC has been given up.

/** Two attempts, one right after the other. */
const retry = { maxAttempts: 1, baseDelay: 1 };

/** Makes the page's player listen to what a fallback is about, beside what the fixture listens to. */
async function create(player: PlayerPage, options: PlayerOptions): Promise<void> {
  await player.create({ retry, ...options });
  await player.page.evaluate(() => {
    for (const type of ["fallback", "reconnecting"]) {
      window.player.addEventListener(type, (event) => {
        const { url, reason } = (event as CustomEvent).detail;
        window.heard.push({ type, detail: { url, reason: reason.code ?? reason } });
      });
    }
  });
}

/** As create(), with a fallback function that does what its text says. */
async function createWithFunction(player: PlayerPage, text: string): Promise<void> {
  await create(player, {});
  await player.page.evaluate((text) => {
    const asked = Object.assign(window, { asked: [] as unknown[] }).asked;
    const act = new Function("reason", text);
    // The options of a player can't be changed from outside, and a function can't be handed in.
    const { options } = window.player as unknown as { options: PlayerOptions };
    options.fallback = (reason) => {
      asked.push(reason instanceof window.LEB.LEBError ? reason.code : reason);
      return act(reason);
    };
  }, text);
}

const asked = (page: Page) => page.evaluate(() => (window as unknown as { asked: string[] }).asked);
const source = (page: Page) => page.evaluate(() => window.video.getAttribute("src"));
const lastReason = async (player: PlayerPage) => (await player.heard("statechange")).at(-1)?.reason;

test("a function takes the video over, once the attempts are used up", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await createWithFunction(player, `window.video.src = ${JSON.stringify(hls)}; void window.video.play();`);
  const stream = Stream.fault("http-503");
  expect(await player.play(stream.url), "the player itself shows no first frame").toBe("aborted");
  expect(await asked(player.page)).toEqual(["http-status"]);
  expect(await player.heard("fallback")).toEqual([{ url: undefined, reason: "http-status" }]);
  expect(await player.state()).toBe("stopped");
  expect(await lastReason(player)).toBe("fallback");
  expect(await stream.calls("pullstream"), "it was tried again before").toHaveLength(2);

  await player.waitForFrames(5);
  await player.stop();
  expect(await source(player.page), "what the page has put in stays").toBe(hls);
  expect(await player.heard("error")).toEqual([]);
});

test("a function may give the URL, or none in its own time", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await createWithFunction(player, `return ${JSON.stringify(hls)}`);
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  expect(await source(player.page)).toBe(hls);

  await createWithFunction(player, `return Promise.resolve(${JSON.stringify(hls)})`);
  expect(await player.play(Stream.fault("http-503").url)).toBe("aborted");
  expect(await player.state()).toBe("stopped");
  expect(await source(player.page)).toBeNull();
});

test("a URL is played by the browser, and stop() takes it out", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await create(player, { fallback: hls });
  expect(await player.play(Stream.fault("http-503").url), "play() resolves with its first frame").toBe("");
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

test("a stream that fails while playing goes on as HLS, and a new play() brings WebRTC back", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await create(player, { fallback: hls, retry: false });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  const fault = new URLSearchParams({ stream: stream.url, fault: "close" });
  await fetch(`${servers.edge}/edge/fault?${fault}`, { method: "POST" });
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

test("switchTo() from a fallback is play()", async ({ player }) => {
  await create(player, { fallback: await serveHLS(player.page) });
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  const stream = Stream.live();
  await player.page.evaluate((url) => window.player.switchTo(url), stream.url);
  expect(await source(player.page)).toBeNull();
  expect(await player.state()).toBe("playing");
  await player.stop();
  expect(await stream.calls("stopstream")).toHaveLength(1);
});

test("a browser that plays no HLS itself: a warning, and the failure goes on", async ({ player }) => {
  await player.page.evaluate(() => (HTMLMediaElement.prototype.canPlayType = () => ""));
  await create(player, { fallback: await serveHLS(player.page) });
  expect(await player.play(Stream.fault("http-503").url)).toBe("http-status");
  const [warning] = await player.heard("warning");
  expect(warning).toMatchObject({ code: "unsupported", retryable: false });
  expect(warning!.message).toContain("hls.js");
  expect(await player.heard("fallback")).toEqual([]);
  expect(await player.state()).toBe("failed");
});

test("a fallback that fails itself: the failure is WebRTC's", async ({ player }) => {
  await serveHLS(player.page);
  await create(player, { fallback: `${servers.site}/hls/missing` });
  expect(await player.play(Stream.fault("http-503").url)).toBe("http-status");
  expect(await player.state()).toBe("failed");
  expect(await lastReason(player)).toBe("http-status");
  expect(await player.heard("error"), "the rejected promise is the one notice").toEqual([]);
  expect(await source(player.page)).toBeNull();
});

test("a fallback function that throws: a warning, and the failure goes on", async ({ player }) => {
  await createWithFunction(player, `throw new Error("no HLS today")`);
  expect(await player.play(Stream.fault("http-503").url)).toBe("http-status");
  const [warning] = await player.heard("warning");
  expect(warning).toMatchObject({ code: "bad-option", retryable: false });
  expect(warning!.message).toContain("no HLS today");
});

test("a refusal and a wrong URL are final", async ({ player }) => {
  await createWithFunction(player, "");
  expect(await player.play(Stream.fault("errcode-42").url)).toBe("refused");
  expect(await player.play("webrtc://nowhere")).toBe("bad-stream-url");
  expect(await asked(player.page)).toEqual([]);
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

test("stop() from within the function", async ({ player }) => {
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

test("hlsURL() gives the usual URL, or says that it can't", async ({ player }) => {
  const given = (urls: string[]) =>
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
  expect(await given(["webrtc://d/a/s?txSecret=1&txTime=2", "webrtc://d:8080/a/b/流", "WEBRTC://d/a/s?u=a/b"])).toEqual([
    "https://d/a/s.m3u8?txSecret=1&txTime=2",
    "https://d:8080/a/b/流.m3u8",
    "https://d/a/s.m3u8?u=a/b",
  ]);
  const wrong = ["", "https://d/a/s", "webrtc://d/s", "webrtc://d/a/", "webrtc://d//s", "webrtc://user@d/a/s", "webrtc://d/a/s#x", "webrtc://d/a/s t"];
  expect(await given(wrong)).toEqual(wrong.map(() => "bad-stream-url"));
});

// README.md's example, run as it is written, with a stand-in for hls.js.
const readme = fs.readFileSync(path.join(import.meta.dirname, "../../README.md"), "utf8");
const standIn = `
  class Hls {
    static isSupported() { return !location.search; }
    loadSource(url) { document.title = url; }
    attachMedia(video) { video.src = "/hls/live.m3u8"; video.play(); }
    destroy() { document.querySelector("video").removeAttribute("src"); }
  }`;

for (const language of ["en", "zh"]) {
  for (const [name, query] of Object.entries({ "hls.js": "", "the browser": "?native" })) {
    test(`README's example of a fallback (${language}): ${name} takes over`, async ({ page }) => {
      await page.goto(servers.site);
      await serveHLS(page);
      await serveHLS(page, "https://play.example.com/live");
      const [, html] = new RegExp(`<!-- example: fallback ${language} -->\\n\`\`\`html\\n(.*?)\\n\`\`\``, "s").exec(readme)!;
      await page.route("https://live.rtc.qq.com:8687/**", (route) => route.fulfill({ status: 503, headers: { "Access-Control-Allow-Origin": "*" } }));
      await page.route("**/hls.min.js", (route) => route.fulfill({ contentType: "text/javascript", body: standIn }));
      await page.route("**/raw/readme.html*", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html! }));
      await page.goto(`${servers.site}/raw/readme.html${query}`);

      const video = page.locator("video");
      await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.getVideoPlaybackQuality().totalVideoFrames)).toBeGreaterThan(5);
      if (!query) expect(await page.title()).toBe("https://play.example.com/live/stream_id.m3u8?txSecret=…&txTime=…");
      await page.locator("#stop").click();
      await expect.poll(() => video.getAttribute("src")).toBeNull();
    });
  }
}
