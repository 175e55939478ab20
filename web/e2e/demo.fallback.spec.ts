import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The demo's fallback: HLS of the same stream, made by the edge.

test.describe.configure({ timeout: 90_000 }); // WebRTC is tried twice, for 5 s each

const hlsLoaded = (page: Page) => page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/hls.js")));

for (const { by, locale, button, words } of [
  { by: "hls.js", locale: "en-US", button: "UDP blocked", words: "WebRTC has failed (No media connection could be established), so HLS plays" },
  { by: "the browser", locale: "zh-CN", button: "UDP 被拦截", words: "改为播放 HLS" },
]) {
  test.describe(`HLS by ${by}`, () => {
    test.use({ locale });

    test(`where UDP is blocked, the demo plays HLS by ${by} and says why`, async ({ page }) => {
      if (by === "hls.js") await page.addInitScript(() => (HTMLMediaElement.prototype.canPlayType = () => ""));
      const stream = Stream.live();
      await page.goto(`${servers.site}/?autoplay=1&url=${encodeURIComponent(stream.url)}`);
      const state = page.getByTestId("state");
      await expect(state).toHaveAttribute("data-state", "playing");
      await expect(page.getByTestId("fallback")).toBeHidden();
      expect(await hlsLoaded(page), "not before it is needed").toBe(false);
      const frames = () => page.getByTestId("video").evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);

      await page.getByRole("button", { name: button }).click();
      await expect(page.getByTestId("fallback")).toContainText(words, { timeout: 40_000 });
      await expect(state).toHaveAttribute("data-state", "playing");
      const before = await frames();
      await expect.poll(frames, "HLS plays on, over several segments").toBeGreaterThan(before + 100);
      expect(await page.getByTestId("video").evaluate((video: HTMLVideoElement) => [video.videoWidth, video.srcObject])).toEqual([640, null]);
      expect(await hlsLoaded(page)).toBe(by === "hls.js");
      await expect(page.locator('[data-testid="log"] li[data-event="fallback"]')).toContainText(".m3u8");
      await expect(page.getByTestId("log")).not.toContainText("5ecre7");

      await page.getByTestId("stop").click();
      await expect(page.getByTestId("fallback")).toBeHidden();
      await expect(state).toHaveAttribute("data-state", "stopped");
    });
  });
}
