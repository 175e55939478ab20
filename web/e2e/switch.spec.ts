import type { Page } from "@playwright/test";
import type { LEBError } from "leb-player";
import { countConnections, keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// switchTo().

/** Calls switchTo() and returns its outcome: "" once the new stream is displayed, or the error's code. */
const switchTo = (page: Page, url: string) =>
  page.evaluate((url) => window.player.switchTo(url).then(() => "", (error: { code?: string }) => error.code ?? String(error)), url);

/** Samples the displayed video in each animation frame from now on. The returned function counts all samples and the black ones. */
async function watchFrames(page: Page): Promise<() => Promise<{ looks: number; black: number }>> {
  await page.evaluate(() => {
    const seen = Object.assign(window, { seen: { looks: 0, black: 0 } }).seen;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [16, 9];
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    const look = () => {
      context.fillStyle = "black"; // stays if the video has no frame to draw
      context.fillRect(0, 0, 16, 9);
      context.drawImage(window.video, 0, 0, 16, 9);
      const { data } = context.getImageData(0, 0, 16, 9);
      seen.looks++;
      if (data.every((value, i) => i % 4 === 3 || value < 20)) seen.black++;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return () => page.evaluate(() => (window as unknown as { seen: { looks: number; black: number } }).seen);
}

/** Resolves when the pull of a stream has been sent. The edge records a call only after it has answered. */
const pullSent = (page: Page, stream: Stream) =>
  page.waitForRequest((request) => request.url().endsWith("/pullstream") && Boolean(request.postData()?.includes(stream.url)));

/** Plays a stream and samples its frames. */
async function playing(player: PlayerPage): Promise<{ stream: Stream; frames: () => Promise<{ looks: number; black: number }> }> {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await player.waitForFrames(10);
  return { stream, frames: await watchFrames(player.page) };
}

test("the old stream is displayed until the first new frame, and is stopped once", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  const connections = async () => (await countConnections(player.page)).open;
  const { stream: first, frames } = await playing(player);
  const second = Stream.live();
  expect(await switchTo(player.page, second.url)).toBe("");
  await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
  await player.waitForFrames(25);

  const { looks, black } = await frames();
  expect(looks).toBeGreaterThan(25);
  expect(black, "black frames").toBe(0);
  expect(await player.state()).toBe("playing");
  expect(await player.heard("firstframe"), "one per play").toHaveLength(1);
  expect(await player.heard("error")).toEqual([]);
  expect(await second.counts()).toEqual({ pulls: 1, stops: 0 });
  await expect.poll(connections).toBe(1);

  await player.stop();
  expect(await first.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await second.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await connections()).toBe(0);
});

for (const { fault, code, stops } of [
  { fault: "errcode-42", code: "refused", stops: 0 },
  { fault: "http-503", code: "http-status", stops: 0 },
  { fault: "no-media", code: "no-media", stops: 1 },
]) {
  test(`a switch to a stream with ${fault} leaves the old stream playing`, async ({ player }) => {
    await player.create({ startTimeout: 3000 });
    const { stream, frames } = await playing(player);
    const broken = Stream.fault(fault);
    expect(await switchTo(player.page, broken.url)).toBe(code);
    await player.waitForFrames(25);
    expect((await frames()).black, "black frames").toBe(0);
    expect(await player.path()).toBe("idle offering pulling connecting playing");
    expect(await player.heard("error"), "reported by the promise alone").toEqual([]);
    await expect.poll(() => broken.counts()).toEqual({ pulls: 1, stops });
    expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
    await player.stop();
    expect(await stream.counts()).toEqual({ pulls: 1, stops: 1 });
  });
}

test("if the URLs name the same bitrates, the server switches within the connection", async ({ player }) => {
  await playing(player);
  const bitrates = "&tabr_bitrates=d1080p,d540p&tabr_start_bitrate=";
  const stream = Stream.live();
  expect(await switchTo(player.page, `${stream.url}${bitrates}d1080p`)).toBe("");
  expect(await switchTo(player.page, `${stream.url}${bitrates}d540p`)).toBe("");
  await player.waitForFrames(10);
  const calls = await Stream.at(`${stream.url}${bitrates}d1080p`).calls();
  expect(calls.filter(({ endpoint }) => endpoint === "pullstream")).toHaveLength(1);
  expect(calls.filter(({ endpoint }) => endpoint === "tabrctl").map(({ body }) => body)).toMatchObject([{ seq: 1, bitrate_name: "d540p" }]);
  expect(await Stream.at(`${stream.url}${bitrates}d540p`).calls("pullstream"), "no second pull").toHaveLength(0);
  await player.stop();
});

test("a malformed URL changes nothing", async ({ player }) => {
  const { stream } = await playing(player);
  expect(await switchTo(player.page, "webrtc://nowhere")).toBe("bad-stream-url");
  expect(await switchTo(player.page, 5 as never)).toBe("bad-option");
  await player.waitForFrames(10);
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
  await player.stop();
});

test("the later of two switches wins, the earlier is aborted and stopped", async ({ player }) => {
  const { stream: first, frames } = await playing(player);
  const [slow, last] = [Stream.fault("slow-1500"), Stream.live()];
  const pulling = pullSent(player.page, slow);
  const early = switchTo(player.page, slow.url);
  await pulling;
  expect(await switchTo(player.page, last.url)).toBe("");
  expect(await early).toBe("aborted");
  await player.waitForFrames(25);
  expect((await frames()).black).toBe(0);
  await expect.poll(() => slow.counts(), "its answer came too late").toEqual({ pulls: 1, stops: 1 });
  await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await last.counts()).toEqual({ pulls: 1, stops: 0 });
  await player.stop();
});

test("stop() ends a pending switch", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  const connections = async () => (await countConnections(player.page)).open;
  const { stream } = await playing(player);
  const slow = Stream.fault("slow-1500");
  const pulling = pullSent(player.page, slow);
  const early = switchTo(player.page, slow.url);
  await pulling;
  await player.stop();
  expect(await early).toBe("aborted");
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await slow.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await connections()).toBe(0);
});

test("aborting a switch ends it, with the signal's reason, and the old stream plays on", async ({ player }) => {
  const { stream } = await playing(player);
  const slow = Stream.fault("no-media");
  const pulling = pullSent(player.page, slow);
  const outcome = player.page.evaluate((url) => {
    const controller = new AbortController();
    Object.assign(window, { controller });
    return window.player.switchTo(url, { signal: controller.signal, sessionId: "chosen-by-the-page" }).then(
      () => "",
      (error: LEBError) => `${error.code}: ${String(error.cause)}`,
    );
  }, slow.url);
  await pulling;
  await player.page.evaluate(() => (window as unknown as { controller: AbortController }).controller.abort("the viewer went on"));
  expect(await outcome).toBe("aborted: the viewer went on");
  expect(await player.state()).toBe("playing");
  expect(await player.page.evaluate(() => window.player.url)).toBe(stream.url);
  await player.waitForFrames(10);
  await expect.poll(() => slow.counts()).toEqual({ pulls: 1, stops: 1 });
  expect((await slow.calls("pullstream"))[0]!.body.sessionid).toBe("chosen-by-the-page");
  await player.stop();
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("when nothing is playing, switchTo() acts as play()", async ({ player }) => {
  const [first, second] = [Stream.live(), Stream.live()];
  expect(await switchTo(player.page, first.url)).toBe("");
  expect(await player.path()).toBe("idle offering pulling connecting playing");
  await player.stop();
  expect(await switchTo(player.page, second.url)).toBe("");
  expect(await player.heard("firstframe")).toHaveLength(2);
  await player.stop();
  expect(await first.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await second.counts()).toEqual({ pulls: 1, stops: 1 });
});

for (const when of ["after", "during"]) {
  test(`${when} a switch, a program that dies leaves no connection`, async ({ player }) => {
    await player.page.evaluate(keepConnections);
    const connections = async () => (await countConnections(player.page)).open;
    await playing(player);
    if (when === "after") {
      expect(await switchTo(player.page, Stream.live().url)).toBe("");
      await expect.poll(connections).toBe(1);
    } else {
      await player.page.evaluate((url) => void window.player.switchTo(url).catch(() => undefined), Stream.fault("no-media").url);
      await expect.poll(connections).toBe(2);
    }
    await player.killProgram();
    expect(await player.waitForEvent("error")).toMatchObject({ code: "internal" });
    expect(await connections()).toBe(0);
    expect(await player.page.evaluate(() => window.video.srcObject)).toBeNull();
  });
}
