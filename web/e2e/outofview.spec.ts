import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, PlayerPage, test } from "./fixtures.js";
import { servers } from "./servers.js";

// Frames of another origin that nobody sees: see browsers.md, "frames out of view".

/** Opens a page with the player in a frame of another origin, whose element has this style. */
async function openFrame(page: Page, style: string): Promise<PlayerPage> {
  await page.goto(`${servers.site}/pages/script.html`);
  const address = `${servers.site.replace("127.0.0.1", "localhost")}/pages/script.html`;
  await page.evaluate(
    ({ style, address }) => {
      const frame = Object.assign(document.createElement("iframe"), { src: address, allow: "autoplay", style });
      document.body.append(frame);
    },
    { style, address },
  );
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1]!;
  await frame.waitForFunction(() => "LEB" in window, undefined, { polling: 100 });
  const player = new PlayerPage(frame as unknown as Page, "script");
  await player.create();
  return player;
}

/** Reports whether the frame is rendered, as far as its scripts can see. */
const isRendered = (player: PlayerPage) =>
  player.page.evaluate(() => Promise.race([new Promise((resolve) => requestAnimationFrame(() => resolve(true))), new Promise((resolve) => setTimeout(() => resolve(false), 1000))]));

const styles = {
  "below the fold": "margin-top: 4000px",
  "not displayed": "display: none",
  "beside the page": "position: absolute; left: -4000px",
};
for (const [where, style] of Object.entries(styles)) {
  test(`a frame of another origin ${where}: it starts, switches and comes back as in view`, async ({ page }) => {
    const player = await openFrame(page, style);
    expect(await isRendered(player), "what this is about").toBe(false);
    await player.create({ statsInterval: 500, retry: { baseDelay: 10 } });
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    expect(await player.heard("firstframe")).toHaveLength(1);
    expect((await player.heard("firstframe"))[0]!.elapsed).toBeLessThan(3000);

    await stream.inject("close");
    await expect.poll(async () => (await player.heard("recovered")).length).toBe(1);
    const other = Stream.live();
    await player.page.evaluate((url) => window.player.switchTo(url), other.url);
    await player.waitForStats(10);
    expect(await player.state()).toBe("playing");
    expect(await player.heard("stall")).toEqual([]);
    expect([...(await stream.calls("pullstream")), ...(await other.calls("pullstream"))]).toHaveLength(3);

    await player.stop();
  });
}

test("a frame of another origin that is not displayed: a start that needs two pulls", async ({ page }) => {
  const player = await openFrame(page, "display: none");
  await player.create({ startTimeout: 3000, retry: { baseDelay: 10 } });
  const stream = Stream.live();
  await stream.inject("no-media", { pulls: "1" });
  expect(await player.play(stream.url)).toBe("");
  expect(await player.heard("reconnecting")).toMatchObject([{ attempt: 1, reason: "no-media" }]);
  await player.stop();
});

test("a frame of another origin that is no longer displayed, and then again: it comes back each time, and reports no late first frame", async ({ page }) => {
  const player = await openFrame(page, "");
  const stream = await player.playLive({ retry: { baseDelay: 10 } });
  const display = (value: string) => page.evaluate((value) => void (document.querySelector("iframe")!.style.display = value), value);
  await display("none");
  await expect.poll(() => isRendered(player)).toBe(false);
  await stream.inject("close");
  await expect.poll(async () => (await player.heard("recovered")).length).toBe(1);
  await player.waitForStats(6);
  await display("");
  await expect.poll(() => isRendered(player)).toBe(true);
  await player.waitForStats(6);
  expect(await player.state()).toBe("playing");
  expect(await player.heard("stall")).toEqual([]);
  expect((await stream.calls()).filter(({ endpoint }) => /firstframe/.test(endpoint))).toHaveLength(1);
  expect(await stream.calls("pullstream")).toHaveLength(2);
  await player.stop();
});
