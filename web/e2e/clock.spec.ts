import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";

// A clock that was set, or a machine that slept: browsers' performance.now() stands meanwhile, and Date.now() does not.
for (const hours of [8, -8]) {
  test(`with Date.now() ${hours} hours from where it was, durations are right, and so are the server's times`, async ({ player }) => {
    await player.page.evaluate(() => window.LEB.preload());
    await player.page.evaluate((hours) => {
      const { now } = Date;
      Date.now = () => now() + hours * 3600e3;
    }, hours);
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");

    const { elapsed, waterfall } = (await player.waitForEvent("firstframe")) as { elapsed: number; waterfall: Record<string, number> };
    expect(elapsed).toBeGreaterThan(1);
    expect(elapsed).toBeLessThan(10_000);
    expect(waterfall.offer).toBeGreaterThan(0);
    expect(waterfall.firstFrame).toBeLessThanOrEqual(elapsed + 1);

    await expect.poll(async () => (await stream.calls("firstframeusetime")).length).toBe(1);
    const { starttime, firstplaytime } = (await stream.calls("firstframeusetime"))[0]!.body;
    const now = await player.page.evaluate(() => Date.now());
    const [start, firstPlay] = [Number(starttime), Number(firstplaytime)];
    expect(start).toBeLessThan(firstPlay);
    expect(now - start).toBeGreaterThan(0);
    expect(now - start).toBeLessThan(60_000);
    expect(firstPlay - start).toBeLessThan(10_000);
    await player.stop();
  });
}
