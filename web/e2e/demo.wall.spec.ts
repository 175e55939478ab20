import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The demo's wall of sixteen streams.

test.use({ locale: "en-US" });

/** Opens the demo with a wall of the test's own streams, and starts them. */
async function start(page: Page): Promise<Stream[]> {
  const streams = Array.from({ length: 16 }, () => Stream.live());
  await page.goto(`${servers.site}/?${new URLSearchParams(streams.map(({ url }) => ["wall", url]))}`);
  await page.getByTestId("wall").scrollIntoViewIfNeeded();
  await expectPulled(streams, { pulls: 0, stops: 0 });
  await page.getByTestId("wall-start").click();
  return streams;
}

/** Waits until each stream has been pulled and stopped so many times, but not as long as a paused stream is kept: 10 s. */
const expectPulled = (streams: Stream[], counts: { pulls: number; stops: number }) =>
  expect.poll(() => Promise.all(streams.map((stream) => stream.counts())), { timeout: 8_000 }).toEqual(streams.map(() => counts));

test("sixteen streams play at once, and all are stopped", async ({ page }) => {
  const streams = await start(page);
  await expect(page.getByTestId("wall-said")).toHaveText(/^16 playing · [\d,]+ ms until all/, { timeout: 30_000 });
  const frames = () =>
    page.getByTestId("wall-grid").evaluate((grid) => Array.from(grid.querySelectorAll("video"), (video) => video.getVideoPlaybackQuality().totalVideoFrames));
  const before = await frames();
  await expect.poll(async () => (await frames()).every((count, i) => count > before[i]! + 5), { timeout: 30_000 }).toBe(true);
  await expectPulled(streams, { pulls: 1, stops: 0 });

  await page.getByTestId("wall-stop").click();
  await expectPulled(streams, { pulls: 1, stops: 1 });
  await expect(page.getByTestId("wall-start")).toBeFocused();
  await expect(page.getByTestId("wall-grid")).toBeHidden();
});

test("a wall that is scrolled away is stopped", async ({ page }) => {
  const streams = await start(page);
  await expectPulled(streams, { pulls: 1, stops: 0 });
  await page.evaluate(() => scrollTo(0, 0));
  await expectPulled(streams, { pulls: 1, stops: 1 });
});
