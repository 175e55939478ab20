import { Stream } from "./edge.js";
import { type ElementPage, playing, tag, test } from "./elementpage.js";
import { expect } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// <leb-video> where something is refused, fails or waits.

/** Opens a page whose element plays with sound, and returns what it reports. No test script runs before: browsers.md, "automation counts as a gesture". */
async function openWithSound(element: ElementPage, autoplay: string, script: string): Promise<unknown> {
  const report = element.page.waitForEvent("console", (line) => line.type() === "info");
  await element.open(`${tag(Stream.live().url, autoplay)}<button>Play</button><script type="module">
    const element = document.querySelector("leb-video");
    document.querySelector("button").onclick = () => element.play();
    const report = (what) => console.info(JSON.stringify({ ...what, muted: element.muted, paused: element.paused }));
    ${script}</script>`);
  return JSON.parse((await report).text());
}

test("where the browser refuses sound, autoplay is muted, and a click brings the sound", async ({ element, page }) => {
  const report = await openWithSound(element, "autoplay", `element.addEventListener("lebautoplayblocked", ({ detail }) => element.addEventListener("timeupdate", () => report({ detail }), { once: true }))`);
  expect(report).toEqual({ detail: { muted: true }, muted: true, paused: false });
  await page.getByRole("button").click();
  await expect.poll(() => element.with(({ muted, paused }) => ({ muted, paused }))).toEqual({ muted: false, paused: false });
});

test("where the browser refuses sound, and muting is not wanted, play() rejects as a video's does", async ({ element, page }) => {
  const report = await openWithSound(element, "", `element.config = { autoplay: "manual" }; element.play().catch(({ name }) => report({ name }))`);
  expect(report).toEqual({ name: "NotAllowedError", muted: false, paused: true });
  await page.getByRole("button").click();
  await expect.poll(() => element.with(({ muted, paused }) => ({ muted, paused }))).toEqual({ muted: false, paused: false });
});

test("waits while the stream stands still", async ({ element }) => {
  const stream = await playing(element);
  await element.forget();
  await stream.inject("close");
  await expect.poll(() => element.told()).toContain("waiting");
  await expect.poll(() => element.told()).toContain("playing");
  expect(await element.with(({ readyState, state }) => ({ readyState, state }))).toEqual({ readyState: 4, state: "playing" });
});

test("a failure has the code of a media element's error, and is gone with the next play", async ({ element }) => {
  for (const [fault, code] of [["errcode-42", 4], ["http-404", 2]] as const) {
    await element.open(tag(Stream.fault(fault).url));
    await expect.poll(() => element.told()).toContain("error");
    const { state, paused, ...failure } = await element.with(({ error, state, paused }) => ({ ...error!, detail: error!.detail.code, state, paused }));
    expect({ state, paused }).toEqual({ state: "failed", paused: true });
    expect(failure).toMatchObject({ code, detail: code === 4 ? "refused" : "http-status" });
    expect(failure.message).not.toBe("");
  }
  expect(await element.with((element) => element.play().catch((error) => error.code))).toBe("http-status");
  await element.attribute("src", "https://a/b.m3u8");
  await expect.poll(() => element.with(({ error }) => error?.detail.code)).toBe("bad-stream-url");

  await element.attribute("src", Stream.live().url);
  await element.waitForFrames();
  expect(await element.with(({ error }) => error)).toBeNull();
});

test("a listener of error may play again at once", async ({ element }) => {
  const stream = Stream.live();
  await stream.inject("http-404", { pulls: "1" });
  await element.open(tag(stream.url, "muted"));
  const again = await element.with(
    (element) =>
      new Promise<boolean>((resolve, reject) => {
        element.addEventListener("error", () => {
          const { paused } = element;
          element.play().then(() => resolve(paused), reject);
        });
        element.play().catch(() => undefined);
      }),
  );
  expect(again, "paused after the failure").toBe(true);
  expect(await element.with(({ error, paused }) => ({ error, paused }))).toEqual({ error: null, paused: false });
});

test("fallback-src plays when WebRTC has failed", async ({ element, page }) => {
  await page.goto(servers.site);
  const hls = await serveHLS(page, undefined, Array<string>(9).fill("media.m4s"));
  await element.open(tag(Stream.fault("errcode-42").url.replace("errcode-42", "http-503"), `muted fallback-src="${hls}"`));
  await element.with((element) => (element.config = { retry: { maxAttempts: 1, baseDelay: 1 } }));
  await element.with((element) => element.play());
  expect(await element.with(({ nativeEl, paused, error, api, disableRemotePlayback }) => [nativeEl.getAttribute("src"), paused, error, api!.fallbackActive, disableRemotePlayback])).toEqual([hls, false, null, true, false]);
  expect(await element.told()).toContain("lebfallback");
});
