import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// Streams as publishers send them: of one kind, late, slow, and with jumps.

/** Returns how far the element has played, in seconds: it stands at 0 while it waits for a picture. */
const position = async (player: PlayerPage) => player.page.evaluate(() => window.video.currentTime);

/** Resolves once the element has played `seconds` more. */
async function plays(player: PlayerPage, seconds: number): Promise<void> {
  const before = await position(player);
  await expect.poll(() => position(player), { message: "the element plays" }).toBeGreaterThan(before + seconds);
}

test.describe("sound is heard without a picture", () => {
  for (const name of ["sound-only", "stop-video", "late-video-4000"]) {
    test(name, async ({ player }) => {
      await player.create({ statsInterval: 500 });
      const stream = Stream.fault(name);
      const began = Date.now();
      expect(await player.play(stream.url)).toBe("");
      expect(Date.now() - began).toBeLessThan(3_000);
      expect(await player.heard("firstframe")).toMatchObject([{ video: false }]);
      await plays(player, 1);
      expect(await player.state()).toBe("playing");
      if (name !== "sound-only") {
        if (name === "stop-video") await stream.heal();
        await player.waitForFrames(20);
        await plays(player, 1);
      }
      expect(await player.path()).toBe("idle offering pulling connecting playing");
      await player.stop();
      await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
    });
  }
});

test("a picture without sound", async ({ player }) => {
  const stream = Stream.fault("video-only");
  expect(await player.play(stream.url)).toBe("");
  expect(await player.heard("firstframe")).toMatchObject([{ video: true }]);
  await player.waitForFrames(60);
  expect(await player.path()).toBe("idle offering pulling connecting playing");
  await player.stop();
});
