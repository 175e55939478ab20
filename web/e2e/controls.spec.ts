import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// Snapshots, full screen, picture-in-picture.

test.describe("snapshot", () => {
  /** Takes a snapshot, and returns its type, size and bytes, or the error's code. */
  const take = (page: Page, type?: string, quality?: number) =>
    page.evaluate(
      ([type, quality]) =>
        window.player.snapshot(type, quality).then(
          async (blob) => {
            const { width, height } = await createImageBitmap(blob);
            return { type: blob.type, width, height, bytes: blob.size };
          },
          (error) => (error instanceof window.LEB.LEBError ? { code: error.code } : { unexpected: String(error) }),
        ),
      [type, quality] as const,
    );

  test("has the size of the video, in each type", async ({ player }) => {
    expect(await take(player.page), "before the first frame").toEqual({ code: "no-media" });
    await player.playLive();
    const size = { width: 640, height: 360 };
    expect(await take(player.page)).toMatchObject({ type: "image/png", ...size });
    for (const type of ["image/jpeg", "image/webp"]) expect(await take(player.page, type)).toMatchObject({ type, ...size });
    const [poor, good] = [await take(player.page, "image/jpeg", 0.1), await take(player.page, "image/jpeg", 0.95)] as { bytes: number }[];
    expect(poor!.bytes).toBeLessThan(good!.bytes);
    expect(await take(player.page, "image/tiff")).toEqual({ code: "bad-option" });

    const average = await player.page.evaluate(async () => {
      const image = await createImageBitmap(await window.player.snapshot());
      const context = new OffscreenCanvas(16, 9).getContext("2d")!;
      context.drawImage(image, 0, 0, 16, 9);
      return [...context.getImageData(0, 0, 16, 9).data].filter((_, i) => i % 4 !== 3);
    });
    expect(average.some((value) => value >= 20), "not black").toBe(true);
    await player.stop();
    expect(await take(player.page), "after stop()").toEqual({ code: "no-media" });
  });

  test("the video of a fallback from another site is unsupported", async ({ player }) => {
    const hls = await serveHLS(player.page, `${servers.edge}/hls`);
    await player.create({ retry: false, fallback: hls });
    expect(await player.play(Stream.fault("http-503").url)).toBe("");
    expect(await take(player.page)).toEqual({ code: "unsupported" });
    await player.stop();
  });
});

test("full screen and picture-in-picture survive a new pull", async ({ player }) => {
  const stream = await player.playLive();
  const close = async (sessions: number) => {
    await stream.inject("close");
    await expect.poll(async () => (await stream.calls("pullstream")).length).toBe(sessions);
    await player.waitForState("playing");
    await player.waitForFrames(10);
  };
  const shown = () =>
    player.page.evaluate(() => ({ full: document.fullscreenElement === window.video, window: document.pictureInPictureElement === window.video }));

  await player.page.evaluate(() => window.player.fullscreen());
  await close(2);
  expect(await shown()).toEqual({ full: true, window: false });
  await player.page.evaluate(() => window.player.fullscreen(false));
  expect(await shown()).toEqual({ full: false, window: false });

  await player.page.evaluate(() => window.player.pictureInPicture(true));
  await close(3);
  expect(await shown()).toEqual({ full: false, window: true });
  await player.page.evaluate(() => window.player.pictureInPicture(false));
  expect(await shown()).toEqual({ full: false, window: false });

  const failure = await player.page.evaluate(() => {
    Object.defineProperty(window.video, "requestPictureInPicture", { value: undefined });
    return window.player.pictureInPicture().catch((error) => error.code);
  });
  expect(failure).toBe("unsupported");
  await player.stop();
});
