import type * as LEB from "leb-player";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// The statistics on a clean path and on an impaired one.

/** Returns all statistics so far, oldest first. */
const all = async (player: PlayerPage) => (await player.heard("stats")) as unknown as LEB.Stats[];

/** Waits for statistics that match `wanted`, and returns the first of them. */
async function next(player: PlayerPage, message: string, wanted: (stats: LEB.Stats) => boolean): Promise<LEB.Stats> {
  const before = (await all(player)).length;
  let found: LEB.Stats | undefined;
  await expect.poll(async () => Boolean((found = (await all(player)).slice(before).find(wanted))), { message }).toBe(true);
  return found!;
}

async function playing(player: PlayerPage): Promise<Stream> {
  const stream = Stream.live();
  await player.create({ statsInterval: 1000 });
  expect(await player.play(stream.url)).toBe("");
  return stream;
}

test("a clean path", async ({ player }) => {
  await playing(player);
  await player.page.evaluate(() => (window.video.muted = false)); // browsers.md, "estimatedPlayoutTimestamp only during lip sync"
  const { score, roundTripTime, candidatePair, audio, video } = await next(
    player,
    "statistics with sender reports",
    ({ audio, video }) => audio?.latency !== undefined && video?.latency !== undefined,
  );
  expect(score).toBeGreaterThanOrEqual(4); // other programs may use the processor
  expect(candidatePair).toEqual({ local: expect.stringMatching(/^(host|prflx)$/), remote: "host", protocol: "udp" });
  expect(roundTripTime, "reported by the browser").toBeLessThan(50);

  for (const track of [audio!, video!]) {
    expect(track).toMatchObject({ loss: 0, nackCount: 0 });
    expect(track.jitterBufferDelay).toBeGreaterThan(0);
    expect(track.jitterBufferDelay).toBeLessThan(200);
    expect(track.latency, "from the sender reports of a server on this machine").toBeGreaterThan(0);
    expect(track.latency).toBeLessThan(500);
  }
  expect(audio!.concealed).toBeGreaterThanOrEqual(0);
  expect(audio!.concealed).toBeLessThan(0.05);
  expect(video!.decodeTime).toBeGreaterThan(0);
  expect(video!.decodeTime).toBeLessThan(20);
  for (const rate of ["framesPerSecond", "framesReceivedPerSecond", "framesRenderedPerSecond"] as const) {
    expect(video![rate], rate).toBeGreaterThan(15);
    expect(video![rate], rate).toBeLessThan(35);
  }
  expect(video).toMatchObject({ freezeCount: 0, totalFreezesDuration: 0, longestFreeze: 0, firCount: 0 });
  await player.stop();
});

test("a clock that moves ten times a second, as where a browser protects against fingerprinting", async ({ player }) => {
  await player.page.evaluate(() => {
    const { performance } = window;
    const exact = performance.now.bind(performance);
    performance.now = () => Math.floor(exact() / 100) * 100;
  });
  await player.create({ statsInterval: 50 });
  expect(await player.play(Stream.live().url)).toBe("");
  await expect.poll(async () => (await all(player)).length).toBeGreaterThan(30);
  const rates = (await all(player)).map(({ video }) => video?.framesRenderedPerSecond ?? 0);
  expect(rates.filter((rate) => !(rate >= 0 && rate < 1e4))).toEqual([]);
  await player.stop();
});

test("loss", async ({ player }) => {
  const stream = await playing(player);
  await stream.inject("loss-20");
  // Most of the lost video packets arrive by retransmission, some of them within the interval.
  const { score, audio, video } = await next(player, "a worse score", ({ score, video }) => score <= 3 && video!.nackCount > 0);
  expect(score).toBeGreaterThan(0);
  expect(Math.max(audio!.loss, video!.loss)).toBeGreaterThan(0.05);
  expect(Math.max(audio!.loss, video!.loss)).toBeLessThan(0.6);
  await player.stop();
});

test("a freeze is counted once it is over", async ({ player }) => {
  const stream = await playing(player);
  await player.waitForFrames(60); // browsers.md, "a freeze needs a frame rate to compare with"
  await stream.inject("freeze-1200");
  const { score, video } = await next(player, "a freeze", ({ video }) => video!.longestFreeze > 800); // a busy machine makes short ones
  expect(score).toBeLessThan(5);
  expect(video!.freezeCount).toBeGreaterThanOrEqual(1);
  expect(video!.longestFreeze).toBeLessThan(3000);
  expect(video!.totalFreezesDuration).toBeGreaterThanOrEqual(video!.longestFreeze);
  await player.stop();
});

test("a new pull resets the counters, yields no negative rates, and counts as a freeze", async ({ player }) => {
  const stream = await playing(player);
  const before = await next(player, "a second of playing", ({ video }) => video!.framesDecoded > 30);
  await stream.inject("close");
  const after = await next(player, "other counters", ({ video }) => video!.ssrc !== before.video!.ssrc || video!.framesDecoded < before.video!.framesDecoded);
  expect(after.video!.freezeCount).toBeGreaterThanOrEqual(1);
  expect(after.video!.longestFreeze).toBeGreaterThan(0);
  await next(player, "a good interval", ({ score }) => score >= 4);
  const numbers = (await all(player)).flatMap(({ audio, video, score }) => [...Object.entries(audio ?? {}), ...Object.entries(video ?? {}), ["score", score]]);
  expect(numbers.filter(([name, value]) => name !== "packetsLost" && (value as number) < 0)).toEqual([]);
  await player.stop();
});

test("the waterfall has all phases, in order", async ({ player }) => {
  await playing(player);
  const { waterfall, elapsed } = (await player.waitForEvent("firstframe")) as unknown as LEB.FirstFrame;
  const { load, offer, signalling, answer, ice, dtls, firstPacket, firstDecoded, firstFrame } = waterfall;
  const phases = [load, offer, signalling, answer, ice, dtls, firstPacket, firstDecoded, firstFrame];
  expect(phases).toEqual([...phases].sort((a, b) => a - b));
  expect(firstFrame).toBe(elapsed);
  expect(firstPacket, "reported by the browser").toBeLessThan(firstFrame);
  expect(Object.keys(waterfall)).toHaveLength(phases.length);
  await player.stop();
});

test("the summary of a play, at its end", async ({ player }) => {
  const stream = await player.playLive({ retry: { baseDelay: 1 } });
  await stream.inject("close");
  await player.waitForEvent("recovered");
  await player.waitForStats(2);
  await player.stop();
  const { summary } = (await player.heard("statechange")).at(-1) as unknown as { summary: LEB.Summary };
  expect(summary).toEqual(await player.page.evaluate(() => window.player.summary));
  const [{ elapsed }] = (await player.heard("firstframe")) as [{ elapsed: number }];
  expect(summary).toMatchObject({ firstFrame: elapsed, stalls: 1, repulls: { closed: 1 }, error: { code: "closed" } });
  expect(summary.watched).toBeGreaterThan(500);
  expect(summary.stalled).toBeGreaterThan(0);
  expect(summary.bytes).toBeGreaterThan(10_000);
  expect(summary.bitrate).toBeGreaterThan(10_000);
});

test.describe("probe()", () => {
  const support = (player: PlayerPage) => player.page.evaluate(() => window.LEB.probe());

  test("reports Chromium's features", async ({ player }) => {
    expect(await support(player)).toEqual({ webrtc: true, h264: true, wasm: true, sei: true });
  });

  for (const late of [true, false]) {
    test(`H.264 that comes ${late ? "late" : "never"}`, async ({ player }) => {
      await player.page.evaluate((late) => {
        let offers = 0;
        const createOffer = RTCPeerConnection.prototype.createOffer as (this: RTCPeerConnection) => Promise<RTCSessionDescriptionInit>;
        const withoutH264: typeof createOffer = async function () {
          const { type, sdp } = await createOffer.call(this);
          return { type, sdp: late && ++offers > 2 ? sdp! : sdp!.replace(/H264\/90000/g, "H000/90000") };
        };
        RTCPeerConnection.prototype.createOffer = withoutH264 as typeof RTCPeerConnection.prototype.createOffer;
      }, late);
      expect(await support(player)).toMatchObject({ webrtc: true, h264: late, ...(!late && { reason: expect.stringContaining("H.264") }) });
    });
  }

  test("without frame transforms, SEI depends on data channels", async ({ player }) => {
    await player.page.evaluate(() => Reflect.deleteProperty(globalThis, "RTCRtpScriptTransform"));
    expect(await support(player)).toMatchObject({ webrtc: true, sei: true });
    await player.page.evaluate(() => Reflect.deleteProperty(globalThis, "RTCDataChannel"));
    expect(await support(player)).toMatchObject({ webrtc: true, sei: false });
  });
});
