import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

test("frames advance, audio arrives, and the statistics match the sample", async ({ player }) => {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  expect(await player.state()).toBe("playing");
  expect(await player.path()).toBe("idle offering pulling connecting playing");
  await player.waitForFrames(50);

  const frame = await player.waitForEvent("firstframe");
  expect(frame.sessionId).toBe(await player.page.evaluate(() => window.player.sessionId));
  const { load, offer, signalling, answer, dtls, firstFrame } = frame.waterfall as Record<string, number>;
  const phases = [load, offer, signalling, answer, dtls, firstFrame];
  expect(phases, "the phases end in order").toEqual([...phases].sort((a, b) => a! - b!));
  expect(frame.elapsed).toBe(firstFrame);

  await player.waitForEvent("stats");
  const stats = (await player.page.evaluate(() => window.player.stats))!;
  expect(stats.video).toMatchObject({ codec: "h264", width: 640, height: 360, packetsLost: 0 });
  expect(stats.video!.framesPerSecond).toBeGreaterThan(20);
  expect(stats.video!.framesPerSecond).toBeLessThan(30);
  expect(stats.video!.bitrate).toBeGreaterThan(50_000);
  expect(stats.audio!.codec).toBe("opus");
  expect(stats.audio!.bytesReceived).toBeGreaterThan(1000);
  expect(stats.audio!.bitrate).toBeGreaterThan(5_000);
  await player.stop();
});

test("all five endpoints are called with valid bodies and in order", async ({ player }) => {
  const stream = Stream.live();
  const before = Date.now();
  const pull = player.page.waitForRequest("**/pullstream");
  expect(await player.play(stream.url)).toBe("");
  expect((await pull).postDataJSON(), "the signature is sent; the edge records none").toMatchObject({ streamurl: stream.url });
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBeGreaterThanOrEqual(2);
  await player.stop();

  const calls = await stream.calls();
  expect(calls.filter((call) => call.problem || call.status !== 200 || call.errcode !== 0)).toEqual([]);
  const endpoints = calls.map((call) => call.endpoint);
  expect(endpoints[0]).toBe("pullstream");
  expect(endpoints[endpoints.length - 1]).toBe("stopstream");
  const count = (name: string) => endpoints.filter((endpoint) => endpoint === name).length;
  expect(count("pullstream")).toBe(1);
  expect(count("stopstream")).toBe(1);
  expect(count("firstframeusetime")).toBe(1);
  expect(count("reporticestate")).toBeGreaterThanOrEqual(2);

  const body = (name: string) => calls.find((call) => call.endpoint === name)!.body;
  const id = await player.page.evaluate(() => window.player.sessionId);
  const userAgent = await player.page.evaluate(() => navigator.userAgent);
  expect(body("pullstream")).toMatchObject({ sessionid: id, clientinfo: userAgent, localsdp: { type: "offer" } });
  expect(Object.keys(body("pullstream")).sort()).toEqual(["clientinfo", "localsdp", "sessionid", "streamurl"]);
  const { starttime, firstplaytime } = body("firstframeusetime") as { starttime: string; firstplaytime: string };
  const elapsed = (await player.heard("firstframe"))[0]!.elapsed as number;
  expect(Number(starttime)).toBeGreaterThanOrEqual(before);
  const { offer } = (await player.heard("firstframe"))[0]!.waterfall as { offer: number };
  expect(Math.abs(Number(firstplaytime) - Number(starttime) - (elapsed - offer)), "from the request for the stream").toBeLessThanOrEqual(5);

  const states = calls.filter((call) => call.endpoint === "reporticestate").map((call) => call.body.iceConnectionState);
  expect(states).toContain("connected");
  for (const { body } of calls.filter((call) => call.endpoint === "reportquality")) {
    expect(Number(body.endutime) - Number(body.beginutime)).toBeGreaterThan(1500);
    expect(Number(body.endutime) - Number(body.beginutime)).toBeLessThan(2500);
    expect(body).toMatchObject({ audiocodec: "opus", videocodec: "h264", videowidth: 640, videoheight: 360 });
    expect(body.audiopktrecv).toBeGreaterThan(80);
    expect(body.videoframedec).toBeGreaterThan(20);
    expect(body.videoframedec).toBeLessThan(30);
  }
});

test("stop ends the server's session and clears the video", async ({ player }) => {
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  expect(await stream.sessions()).toMatchObject([{ state: "connected" }]);
  await player.stop();
  expect(await stream.calls("stopstream")).toHaveLength(1);
  expect(await stream.sessions()).toMatchObject([{ state: "ended" }]);
  expect(await player.state()).toBe("stopped");
  expect(await player.page.evaluate(() => window.video.srcObject)).toBeNull();

  await player.stop();
  expect(await stream.calls("stopstream"), "a second stop() sends nothing").toHaveLength(1);
});

test("play() while playing stops the old session first", async ({ player }) => {
  const [first, second] = [Stream.live(), Stream.live()];
  expect(await player.play(first.url)).toBe("");
  expect(await player.play(second.url)).toBe("");
  await player.waitForFrames(10);
  await expect.poll(async () => (await first.calls("stopstream")).length).toBe(1);
  expect(await second.calls("stopstream")).toHaveLength(0);
  await player.stop();
  expect(await second.calls("stopstream")).toHaveLength(1);
});

test("two players at once", async ({ player }) => {
  const [first, second] = [Stream.live(), Stream.live()];
  expect(await player.play(first.url)).toBe("");
  await player.page.evaluate(
    async ({ url, edge }) => {
      const video = document.querySelectorAll("video")[1]!;
      await window.LEB.play(video, url, { signalURL: edge });
    },
    { url: second.url, edge: servers.edge },
  );
  const frames = () =>
    player.page.evaluate(() => [...document.querySelectorAll("video")].map((v) => v.getVideoPlaybackQuality().totalVideoFrames));
  const before = await frames();
  await expect.poll(async () => (await frames()).every((count, i) => count > before[i]! + 20)).toBe(true);

  await player.stop();
  await player.page.evaluate(() => window.LEB.stop(document.querySelectorAll("video")[1]!));
  expect(await first.calls("stopstream")).toHaveLength(1);
  expect(await second.calls("stopstream")).toHaveLength(1);
});

test("with video: false only audio is requested", async ({ player }) => {
  await player.create({ video: false });
  const stream = Stream.live();
  expect(await player.play(stream.url), "an audio-only stream plays").toBe("");
  await player.waitForEvent("stats");
  const stats = (await player.page.evaluate(() => window.player.stats))!;
  expect(stats.video).toBeUndefined();
  expect(stats.audio!.bytesReceived).toBeGreaterThan(0);
  await player.stop();
});

const withoutFrameCallbacks = {
  "a browser without requestVideoFrameCallback": () => {
    delete (HTMLVideoElement.prototype as Partial<HTMLVideoElement>).requestVideoFrameCallback;
  },
  // See browsers.md, "no frame callbacks in hidden tabs".
  "a hidden tab": () => {
    Object.defineProperty(document, "hidden", { value: true });
    HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
  },
};
for (const [name, arrange] of Object.entries(withoutFrameCallbacks)) {
  test(`play() resolves in ${name}`, async ({ player }) => {
    await player.page.evaluate(arrange);
    expect(await player.play(Stream.live().url)).toBe("");
    expect(await player.heard("firstframe")).toHaveLength(1);
    await player.stop();
  });

  test(`a start that needs two pulls resolves in ${name}`, async ({ player }) => {
    await player.page.evaluate(arrange);
    await player.create({ startTimeout: 3000, retry: { baseDelay: 10 } });
    const stream = Stream.live();
    await stream.inject("no-media", { pulls: "1" });
    expect(await player.play(stream.url)).toBe("");
    expect(await player.heard("reconnecting")).toMatchObject([{ attempt: 1, reason: "no-media" }]);
    await player.waitForFrames(10);
    await player.stop();
  });
}

test("reports can be disabled", async ({ player }) => {
  await player.create({ reports: false, statsInterval: 250 });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await expect.poll(async () => (await player.heard("stats")).length).toBeGreaterThan(10); // longer than the interval of reports
  await player.stop();
  expect((await stream.calls()).map((call) => call.endpoint)).toEqual(["pullstream", "stopstream"]);
});
