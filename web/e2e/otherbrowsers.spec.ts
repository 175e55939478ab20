import type { Page } from "@playwright/test";
import { expectPicture, watchSEI } from "../browsers/senses.js";
import { openAutoplayPage } from "./autoplaypage.js";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";

// Safari and WeChat can't be had by the tests. What the player does for them it does because something is missing or there; here it is
// Chromium that lacks it or has it.

/** What may be missing, by the name of its owner. */
const missing: Record<string, [owner: string, ...members: string[]][]> = {
  "frame callbacks": [["HTMLVideoElement", "requestVideoFrameCallback", "cancelVideoFrameCallback"]],
  "any transform": [["window", "RTCRtpScriptTransform"], ["RTCRtpReceiver", "transform", "createEncodedStreams"]],
  "any target for the jitter buffer": [["RTCRtpReceiver", "jitterBufferTarget", "playoutDelayHint"]],
  "the transport of a receiver": [["RTCRtpReceiver", "transport"]],
  "a count of frames": [["HTMLVideoElement", "getVideoPlaybackQuality"]],
};

for (const [what, owners] of [...Object.entries(missing), ["all of these", Object.values(missing).flat()] as const]) {
  test(`a browser without ${what} plays, recovers, switches and hears SEI`, async ({ player }) => {
    await player.page.evaluate((owners) => {
      for (const [name, ...members] of owners) {
        const owner = name === "window" ? window : (window as unknown as Record<string, { prototype: object }>)[name]!.prototype;
        for (const member of members) Reflect.deleteProperty(owner, member);
        if (members.some((member) => member in owner)) throw new Error(`${name} still has one of ${members.join()}`);
      }
    }, owners as [string, ...string[]][]);
    await player.create({ sei: true, latency: 250 });
    const messages = await watchSEI(player.page);
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    await expectPicture(player.page);
    await expect.poll(messages, "SEI messages").toBeGreaterThan(10);
    expect(await player.heard("stall")).toEqual([]);
    await stream.inject("close");
    await player.waitForEvent("recovered");
    await expectPicture(player.page);
    await player.page.evaluate((url) => window.player.switchTo(url), Stream.live().url);
    await expectPicture(player.page);
    expect(await player.heard("error")).toEqual([]);
    await player.stop();
  });
}

test("an iPhone, whose video alone enters full screen", async ({ player }) => {
  await player.playLive();
  const calls = await player.page.evaluate(async () => {
    const calls: string[] = [];
    Reflect.deleteProperty(Element.prototype, "requestFullscreen");
    for (const name of ["webkitEnterFullscreen", "webkitExitFullscreen"]) {
      const value = function (this: unknown) {
        calls.push(this === window.video ? name : `${name} of something else`);
      };
      Object.defineProperty(HTMLVideoElement.prototype, name, { value });
    }
    await window.player.fullscreen();
    await window.player.fullscreen(false);
    return calls;
  });
  expect(calls).toEqual(["webkitEnterFullscreen", "webkitExitFullscreen"]);
  await player.stop();
});

test("a browser without any full screen says so", async ({ player }) => {
  await player.playLive();
  const code = await player.page.evaluate(() => {
    Reflect.deleteProperty(Element.prototype, "requestFullscreen");
    Object.defineProperty(HTMLVideoElement.prototype, "webkitEnterFullscreen", { value: undefined });
    return window.player.fullscreen().then(() => "", (error) => error.code);
  });
  expect(code).toBe("unsupported");
  await player.stop();
});

/** Makes the page's browser refuse play() outside of the callbacks of WeixinJSBridge: see browsers.md, "WeChat plays in its bridge". */
function beWeChat(): void {
  let inBridge = false;
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    return inBridge ? play.call(this) : Promise.reject(new DOMException("no gesture", "NotAllowedError"));
  };
  const invoke = (_name: string, _parameters: object, callback: () => void) =>
    setTimeout(() => {
      inBridge = true;
      callback();
      inBridge = false;
    });
  Object.assign(window, { WeixinJSBridge: { invoke } });
}

interface WeChat {
  WeixinJSBridge: { invoke(name: string, parameters: object, callback: () => void): void };
}

const state = (page: Page) => page.evaluate(() => ({ state: window.player.state, muted: window.video.muted, paused: window.video.paused }));

for (const autoplay of ["muted", "manual"] as const) {
  test(`WeChat, with autoplay: ${autoplay}: resume() in a callback of its bridge plays with sound`, async ({ page }) => {
    await page.addInitScript(beWeChat);
    expect(await openAutoplayPage(page, "script", autoplay)).toEqual({ blocked: { muted: false }, muted: false, paused: true, width: 640 });
    expect(await page.evaluate(() => window.player.resume().then(() => "", (error) => error.name)), "outside of the bridge").toBe("NotAllowedError");
    await page.evaluate(() => (window as unknown as WeChat).WeixinJSBridge.invoke("getNetworkType", {}, () => void window.player.resume()));
    await expect.poll(() => state(page)).toEqual({ state: "playing", muted: false, paused: false });
    await expectPicture(page);
    await page.evaluate(() => window.player.stop());
  });
}
