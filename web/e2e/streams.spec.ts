import type * as LEB from "leb-player";
import { keepConnections } from "./connections.js";
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

/** Returns the longest jitter buffer that the player has asked for, in ms. */
const jitterBufferTarget = (player: PlayerPage) =>
  player.page.evaluate(() => Math.max(...window.connections.at(-1)!.getReceivers().map((receiver) => receiver.jitterBufferTarget ?? 0)));

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

for (const [what, fault, off] of [
  ["microphone", "stop-audio", { audio: false, video: true }],
  ["camera", "stop-video", { audio: true, video: false }],
] as const) {
  test(`a ${what} that is switched off and on again`, async ({ player }) => {
    await player.page.evaluate(keepConnections);
    const stream = await player.playLive({ retry: false });
    await player.waitForStats(4);
    const buffer = await jitterBufferTarget(player);
    const before = (await player.heard("stats")).length;
    await stream.inject(fault);
    await expect.poll(() => player.heard("tracks"), { timeout: 8_000 }).toEqual([off]);
    await player.waitForStats(12);
    // One interval may be worse: other programs use the processor.
    const stats = (await player.heard("stats")).slice(before) as unknown as LEB.Stats[];
    const scores = stats.map(({ score }) => score).sort();
    expect(scores[Math.floor(scores.length / 2)], `scores ${scores}`).toBeGreaterThanOrEqual(4);
    if (what === "microphone") expect(stats.slice(-8).map(({ audio }) => audio!.concealed)).toEqual(Array(8).fill(0));
    // Other programs may have lengthened it for a moment.
    await expect.poll(() => jitterBufferTarget(player), "ms of jitter buffer, no longer than before").toBeLessThanOrEqual(buffer);
    await stream.heal();
    await expect.poll(() => player.heard("tracks"), { timeout: 8_000 }).toEqual([off, { audio: true, video: true }]);
    await player.waitForFrames(10);
    expect(await player.path()).toBe("idle offering pulling connecting playing");
    await player.stop();
    await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  });
}

for (const fault of ["fps-1", "interval-1300", "interval-5000"]) {
  for (const audio of [true, false]) {
    test(`${fault}, with${audio ? "" : "out"} sound`, async ({ player }) => {
      await player.create({ audio, statsInterval: 500 });
      const stream = Stream.fault(fault);
      expect(await player.play(stream.url)).toBe("");
      await player.waitForStats(26);
      expect(await player.path()).toBe("idle offering pulling connecting playing");
      expect(await player.heard("tracks")).toEqual([]);
      await player.stop();
      await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
    });
  }
}

for (const audio of [true, false]) {
  test(`a join in the middle of a GOP of 10 s, with${audio ? "" : "out"} sound`, async ({ player }) => {
    await player.create({ audio });
    const stream = Stream.fault("mid-gop-10000");
    expect(await player.play(stream.url)).toBe("");
    if (audio) await plays(player, 1);
    await expect.poll(() => player.frames(), { timeout: 15_000 }).toBeGreaterThan(20);
    expect(await player.path()).toBe("idle offering pulling connecting playing");
    await player.stop();
    await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  });
}

test("no H.264 in the offer, and a server that has nothing else", async ({ player }) => {
  await player.page.evaluate(() => {
    const { createOffer } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createOffer = async function (this: RTCPeerConnection) {
      const { type, sdp } = (await Reflect.apply(createOffer, this, [])) as RTCSessionDescriptionInit;
      return { type, sdp: sdp!.replace(/H264\/90000/g, "H265/90000").replace(/VP[89]\/90000/g, "AV1/90000") };
    } as typeof createOffer;
  });
  expect(await player.play(Stream.live().url)).toBe("unsupported");
  expect((await player.failure()).message).toContain("H.264");
});

for (const [fault, limit] of [
  ["timestamp-jump-3600", 15_000],
  ["audio-timestamp-jump-3600", 15_000],
  ["video-timestamp-jump-3600", 15_000],
  ["audio-timestamp-jump-89477", 20_000],
  ["sequence-jump-30000", 15_000],
  ["audio-sequence-jump-30000", 15_000],
  ["video-sequence-jump-40000", 15_000],
  ["audio-ssrc", 15_000],
] as const) {
  test(`${fault}: sound and picture go on with little delay`, async ({ player }) => {
    const stream = await player.playLive();
    await player.page.evaluate(() => (window.video.muted = false)); // sound that nobody hears may be late
    await player.waitForStats(4);
    await stream.inject(fault);
    await player.waitForStats(4);
    const isWell = ({ audio, video }: LEB.Stats) =>
      audio && audio.bitrate > 0 && audio.concealed! < 0.1 && audio.jitterBufferDelay! < 400 && video!.framesPerSecond > 10 && video!.jitterBufferDelay! < 400;
    await expect
      .poll(async () => ((await player.heard("stats")) as unknown as LEB.Stats[]).slice(-4).every(isWell), { timeout: limit })
      .toBe(true);
    await player.stop();
  });
}

// They wrap to 2.9 s back.
for (const fault of ["timestamp-jump-47719", "video-timestamp-jump-47719"]) {
  test(`${fault}: video whose timestamps go back is pulled again, and has no more delay`, async ({ player }) => {
    const stream = await player.playLive();
    await player.waitForStats(4);
    await stream.inject(fault);
    await player.waitForEvent("recovered");
    await player.waitForStats(16);
    const delays = ((await player.heard("stats")) as unknown as LEB.Stats[]).slice(-8).map(({ video }) => video!.jitterBufferDelay!);
    expect(Math.max(...delays), `ms in the jitter buffer: ${delays.join(" ")}`).toBeLessThan(200);
    await player.stop();
    await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 2 });
  });
}
