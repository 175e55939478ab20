import type { Page } from "@playwright/test";
import { expect } from "../e2e/fixtures.js";

// What a viewer sees and hears, by means that every browser has: Firefox counts no frames of a MediaStream.

/** Expects that the picture of the page's video changes several times. */
export async function expectPicture(page: Page): Promise<void> {
  const changes = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 64, height: 36 });
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    const look = () => {
      context.drawImage(window.video, 0, 0, canvas.width, canvas.height);
      return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
    };
    let [changes, last] = [0, look()];
    for (const end = performance.now() + 10_000; changes < 10 && performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      const next = look();
      if (next !== last) changes++;
      last = next;
    }
    return changes;
  });
  expect(changes, "changes of the picture").toBeGreaterThanOrEqual(10);
}

/** Expects that audio arrives and is not made up by the browser. */
export async function expectSound(page: Page): Promise<void> {
  const received = () => page.evaluate(() => window.player.stats?.audio?.bytesReceived ?? 0);
  const before = await received();
  await expect.poll(received, "bytes of audio").toBeGreaterThan(before + 5_000);
  expect((await page.evaluate(() => window.player.stats!.audio!.concealed)) ?? 0).toBeLessThan(0.1);
}

/** Counts the SEI messages of the page's player. Returns a function that returns their number. */
export async function watchSEI(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = Object.assign(window, { messages: 0 });
    window.player.addEventListener("sei", () => void counted.messages++);
  });
  return () => page.evaluate(() => (window as unknown as { messages: number }).messages);
}
