import type { Page } from "@playwright/test";
import { openAutoplayPage } from "./autoplaypage.js";
import { expect, test } from "./fixtures.js";

// Autoplay that the browser refuses. The two outcomes of the option `autoplay` are in lifecycle.spec.ts.

const state = (page: Page) => page.evaluate(() => ({ state: window.player.state, muted: window.video.muted, paused: window.video.paused }));

// Chromium does not refuse a muted video. The test does what iPhones do: see browsers.md, "low power mode refuses muted autoplay".
test("a refused muted start waits for a tap and then plays with sound", async ({ page }) => {
  await page.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      return navigator.userActivation.hasBeenActive ? play.call(this) : Promise.reject(new DOMException("low power", "NotAllowedError"));
    };
  });
  expect(await openAutoplayPage(page, "script", "muted")).toEqual({ blocked: { muted: false }, muted: false, paused: true, width: 640 });
  await page.locator("button").click();
  await expect.poll(() => state(page)).toEqual({ state: "playing", muted: false, paused: false });
  await page.evaluate(() => window.player.stop());
});

test("a player that waits for resume() is paused", async ({ page }) => {
  expect(await openAutoplayPage(page, "script", "manual")).toMatchObject({ blocked: { muted: false }, paused: true });
  await page.locator("video").hover(); // not a user gesture
  await expect.poll(async () => (await state(page)).state).toBe("paused");
  await page.locator("button").click();
  await expect.poll(() => state(page)).toEqual({ state: "playing", muted: false, paused: false });
  await page.evaluate(() => window.player.stop());
});
