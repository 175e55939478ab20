import type { Page } from "@playwright/test";
import type { PlayerOptions } from "leb-player";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// Networks that let no UDP through, slow ones, and failures that only a fallback can help.

/** What happened to a play with a fallback function that takes over: when, and after what. */
interface Called {
  code: string;
  message: string;
  after: number;
}

/** Plays with a fallback function, and returns its calls once it has taken over the video. Then it stops, unless the play has to go on. */
async function fallBack(page: Page, url: string, options: PlayerOptions = {}, goOn = false): Promise<Called[]> {
  return page.evaluate(
    async ({ url, options, goOn }) => {
      const called: Called[] = [];
      const begun = Date.now();
      const player = new window.LEB.Player(window.video, {
        ...options,
        fallback: ({ code, message }) => {
          called.push({ code, message, after: Date.now() - begun });
        },
      });
      const tookOver = new Promise((resolve) => player.addEventListener("fallback", resolve));
      const ended = player.play(url).catch((error) => void called.push({ code: error.code, message: "rejected", after: 0 }));
      await Promise.race([tookOver, ended]);
      if (!goOn) await player.stop();
      return called.filter(({ code }) => code !== "aborted");
    },
    { url, options: { signalURL: servers.edge, ...options }, goOn },
  );
}

test("no UDP: the fallback is called once, within 12 s, and at the next play at once, with WebRTC tried beside it", async ({ player }) => {
  const stream = Stream.fault("drop");
  const [first, ...more] = await fallBack(player.page, stream.url);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ code: "ice-failed", message: expect.stringContaining("UDP") });
  expect(first!.after).toBeLessThan(12_000);
  expect((await stream.counts()).pulls, "tried once more").toBe(2);

  const next = Stream.fault("drop");
  const calls = await fallBack(player.page, next.url, {}, true);
  expect(calls).toEqual([expect.objectContaining({ code: "ice-failed" })]);
  expect(calls[0]!.after).toBeLessThan(1000);
  await expect.poll(async () => (await next.counts()).pulls).toBe(1);

  const well = Stream.live(); // the page's network is another one now, which shows beside the fallback
  const [again] = await fallBack(player.page, well.url, {}, true);
  expect(again!.after).toBeLessThan(1000);
  await expect.poll(() => well.counts()).toEqual({ pulls: 1, stops: 1 });
  const later = Stream.fault("drop");
  await fallBack(player.page, later.url, { retry: { baseDelay: 1 } });
  expect((await later.counts()).pulls).toBe(2);
});

test("no UDP, and no fallback", async ({ player }) => {
  const begun = Date.now();
  expect(await player.play(Stream.fault("drop").url)).toBe("ice-failed");
  expect(Date.now() - begun).toBeLessThan(12_500);
  expect(await player.failure()).toMatchObject({ retryable: true, message: expect.stringContaining("UDP") });
  expect(await player.state()).toBe("failed");
});

test("a connection that comes up after four seconds is waited for", async ({ player }) => {
  const stream = Stream.fault("drop-4000");
  expect(await player.play(stream.url)).toBe("");
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
  expect(await player.heard("reconnecting")).toEqual([]);
  await player.waitForFrames(5);
  await player.stop();
});

test("a path that is lost in mid-play has all attempts", async ({ player }) => {
  await player.create({ startTimeout: 2000, retry: { baseDelay: 1 } });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await stream.inject("drop", { scope: "all" });
  await expect.poll(async () => (await player.heard("reconnecting")).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(4);
  expect(await player.state()).toBe("reconnecting");
  await stream.heal();
  await player.waitForEvent("recovered");
  await player.stop();
});

test("an answer that the browser does not take leads to the fallback at once", async ({ player }) => {
  await player.page.route("**/webrtc/v1/pullstream", async (route) => {
    const response = await route.fetch();
    const reply = await response.json();
    reply.remotesdp.sdp = reply.remotesdp.sdp.replace(/^m=(?:audio|video) .*/gm, "m=nothing");
    await route.fulfill({ response, json: reply });
  });
  const stream = Stream.live();
  const calls = await fallBack(player.page, stream.url);
  expect(calls).toEqual([expect.objectContaining({ code: "negotiation" })]);
  expect(calls[0]!.after).toBeLessThan(3000);
  expect((await stream.counts()).pulls).toBe(1);
});

test("a stream without media leads to the fallback when the attempts are used up", async ({ player }) => {
  const stream = Stream.fault("no-media");
  const calls = await fallBack(player.page, stream.url, { startTimeout: 4000, retry: { maxAttempts: 1, baseDelay: 1 } });
  expect(calls).toEqual([expect.objectContaining({ code: "no-media" })]);
  expect((await stream.counts()).pulls).toBe(2);
});
