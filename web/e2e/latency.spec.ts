import type * as LEB from "leb-player";
import { keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// The length of the browser's jitter buffers, and the player's control of it.

declare global {
  interface RTCPeerConnection {
    /** Number of calls of setLocalDescription(). */
    negotiations?: number;
  }
  interface Window {
    /** Number of statistics that report lip sync: see browsers.md, "estimatedPlayoutTimestamp only during lip sync". */
    lipSyncReports: number;
  }
  interface RTCRtpReceiver {
    jitterBufferTarget: number | null;
    playoutDelayHint?: number | null;
  }
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(keepConnections);
  await page.addInitScript(() => {
    const { setLocalDescription, getStats } = RTCPeerConnection.prototype;
    window.lipSyncReports = 0;
    RTCPeerConnection.prototype.getStats = async function () {
      const report = await getStats.call(this);
      const audio = [...report.values()].find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
      if (audio?.estimatedPlayoutTimestamp !== undefined) window.lipSyncReports++;
      return report;
    };
    RTCPeerConnection.prototype.setLocalDescription = function (...args: unknown[]) {
      this.negotiations = (this.negotiations ?? 0) + 1;
      return Reflect.apply(setLocalDescription, this, args);
    };
  });
});

/** Unmutes the test page's video. */
const unmute = (player: PlayerPage) => player.page.evaluate(() => (window.video.muted = false));

/** Returns the target set for each receiver of a connection, by kind. */
const targets = (player: PlayerPage, member: "jitterBufferTarget" | "playoutDelayHint", connection = 0) =>
  player.page.evaluate(
    ([member, connection]) =>
      Object.fromEntries(window.connections[connection]!.getReceivers().map((r) => [r.track.kind, r[member] ?? null])),
    [member, connection] as const,
  );

test("a latency in milliseconds is set for audio and video, on every pull", async ({ player }) => {
  const stream = Stream.live();
  await player.create({ latency: 300, statsInterval: 500 });
  expect(await player.play(stream.url)).toBe("");
  expect(await targets(player, "jitterBufferTarget")).toEqual({ audio: 300, video: 300 });
  await expect
    .poll(async () => Math.min(...Object.values((await lastStats(player)) ?? { none: 0 })), { message: "both buffers reach it" })
    .toBeGreaterThan(200);

  await stream.inject("close");
  await player.waitForEvent("recovered");
  expect(await targets(player, "jitterBufferTarget", 1)).toEqual({ audio: 300, video: 300 });
  await player.stop();
});

test("a latency of 0 leaves audio a small buffer", async ({ player }) => {
  await player.create({ latency: 0 });
  expect(await player.play(Stream.live().url)).toBe("");
  expect(await targets(player, "jitterBufferTarget")).toEqual({ audio: 20, video: 0 });
  await player.stop();
});

test("by default the browser decides", async ({ player }) => {
  await player.create();
  expect(await player.play(Stream.live().url)).toBe("");
  expect(await targets(player, "jitterBufferTarget")).toEqual({ audio: null, video: null });
  await player.stop();
});

test("a browser without jitterBufferTarget gets playoutDelayHint, in seconds", async ({ player }) => {
  await player.page.evaluate(() => Reflect.deleteProperty(RTCRtpReceiver.prototype, "jitterBufferTarget"));
  await player.create({ latency: 250 });
  expect(await player.play(Stream.live().url)).toBe("");
  expect(await targets(player, "playoutDelayHint")).toEqual({ audio: 0.25, video: 0.25 });
  await player.stop();
});

test("muted video is not delayed for lip sync; unmuted video is", async ({ player }) => {
  test.setTimeout(90_000);
  const stream = Stream.live();
  await player.create({ statsInterval: 500 });
  expect(await player.play(stream.url)).toBe("");
  expect(await audioStreams(player)).toEqual(["sound"]);
  await player.waitForFrames(50);
  expect(await lipSyncReports(player)).toBe(0);

  await unmute(player);
  await expect.poll(() => lipSyncReports(player), { message: "lip sync" }).toBeGreaterThan(0);
  await expect.poll(async () => (await lastStats(player))?.audio, { message: "audio arrives" }).toBeGreaterThan(0);
  await player.waitForFrames(25);

  await player.page.evaluate(() => (window.video.volume = 0));
  await stream.inject("close");
  await player.waitForEvent("recovered");
  expect(await audioStreams(player, 1), "of a pull that begins without sound").toEqual(["sound"]);
  expect(await stream.calls("pullstream")).toHaveLength(2);
  await player.stop();
});

test("a small audio lag does not delay the video", async ({ player }) => {
  test.setTimeout(120_000);
  await player.create({ statsInterval: 500 });
  await unmute(player);
  // A busy machine makes bursts of jitter and freezes of its own. After a burst at the start, for which lip sync delays the video at
  // once, no lag is left. The next play has a start of its own.
  await expect(async () => {
    const stream = Stream.live();
    await player.page.evaluate(() => (window.lipSyncReports = 0));
    expect(await player.play(stream.url)).toBe("");
    await expect.poll(() => lipSyncReports(player), { message: "lip sync" }).toBeGreaterThan(0);
    // The clip's audio is one tone per second with silence in between.
    await expect.poll(() => audioStreams(player, -1), { message: "a stream of its own" }).toEqual(["sound"]);
    await player.waitForFrames(25);
    const before = await lipSyncReports(player);
    await player.waitForFrames(50);
    expect(await lipSyncReports(player), "no lip sync").toBe(before);
    await expect.poll(async () => (await lastStats(player))?.audio, { message: "audio arrives" }).toBeGreaterThan(0);
    await player.waitForFrames(25);

    const last = (await player.heard("stats")).at(-1) as unknown as LEB.Stats;
    expect(last.audio!.packetsReceived).toBeGreaterThan(0);
    expect(last.video!.freezeCount).toBe(0);
    expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
  }).toPass({ timeout: 110_000 });
  await player.stop();
});

/** Disguises of a browser's statistics in which the new receiver of the audio is not seen. */
const disguises = {
  /** It makes none, and the counters go on. */
  "that the counters go on": (sound: Record<string, number>, before: Record<string, number>) => {
    for (const name of ["packetsReceived", "bytesReceived", "jitterBufferEmittedCount"]) {
      const [last = 0, base = 0] = [before[`last ${name}`], before[`base ${name}`]];
      if (sound[name]! < last) before[`base ${name}`] = base + last;
      before[`last ${name}`] = sound[name]!;
      sound[name]! += before[`base ${name}`] ?? 0;
    }
  },
  /** It does not tell, so that nothing is tried. */
  "no counters": (sound: Record<string, number>) => void delete sound.jitterBufferEmittedCount,
};

for (const [seen, disguise] of Object.entries(disguises)) {
  test(`where one sees ${seen}, another pull brings sound and picture together, and the page remembers`, async ({ player }) => {
    await player.page.addInitScript(`(${(change: (sound: Record<string, number>, before: Record<string, number>) => void) => {
      const { getStats } = RTCPeerConnection.prototype;
      const counters = new WeakMap<RTCPeerConnection, Record<string, number>>();
      RTCPeerConnection.prototype.getStats = async function () {
        const before = counters.get(this) ?? {};
        counters.set(this, before);
        const report = new Map(await getStats.call(this));
        for (const [id, entry] of report) {
          if (entry.type !== "inbound-rtp" || entry.kind !== "audio") continue;
          const sound = { ...entry };
          change(sound, before);
          report.set(id, sound);
        }
        return report;
      };
    }})(${disguise})`);
    await player.open();
    const stream = Stream.live();
    await player.create({ statsInterval: 500 });
    expect(await player.play(stream.url)).toBe("");
    expect(await audioStreams(player)).toEqual(["sound"]);
    await player.waitForFrames(50);
    await unmute(player);
    await player.waitForEvent("recovered");
    expect(await audioStreams(player, 1), "of the pull that is heard").not.toContain("sound");
    const negotiations = (connection: number) => player.page.evaluate((connection) => window.connections[connection]!.negotiations, connection);
    expect(await negotiations(0)).toBe(seen === "no counters" ? 1 : 2);
    await player.waitForFrames(25);
    const reported = (await stream.calls("reportquality")).map((call) => (call.body as { audiopktrecv: number }).audiopktrecv);
    expect(Math.max(...reported), "packets of two seconds").toBeLessThan(150);
    await player.stop();

    await player.page.evaluate(() => (window.video.muted = true));
    expect(await player.play(stream.url)).toBe("");
    expect(await audioStreams(player, 2), "of the next play").not.toContain("sound");
    await unmute(player);
    await player.waitForFrames(75);
    expect(await negotiations(2)).toBe(1);
    expect(await stream.calls("pullstream")).toHaveLength(3);
    await player.stop();
  });
}

const lipSyncReports = (player: PlayerPage) => player.page.evaluate(() => window.lipSyncReports);

test("with an explicit latency, lip sync is left to the browser", async ({ player }) => {
  await player.create({ latency: 100 });
  expect(await player.play(Stream.live().url)).toBe("");
  expect(await audioStreams(player)).not.toContain("sound");
  await player.stop();
});

/** Returns the media streams of the audio in a connection's answer. -1 is the last connection. */
const audioStreams = (player: PlayerPage, connection = 0) =>
  player.page.evaluate((connection) => {
    const audio = window.connections.at(connection)!.remoteDescription!.sdp.split(/^(?=m=)/m).find((section) => section.startsWith("m=audio"))!;
    return Array.from(audio.matchAll(/^a=msid:(\S+)/gm), ([, stream]) => stream);
  }, connection);

for (const latency of ["low", -1, 4001, NaN, true] as unknown as number[]) {
  test(`a latency of ${latency} is refused`, async ({ player }) => {
    await player.create({ latency });
    expect(await player.play(Stream.live().url)).toBe("bad-option");
    expect((await player.failure()).message).toContain("latency");
  });
}

test("lasting loss lengthens both buffers, and a good path shortens them again", async ({ player }) => {
  test.setTimeout(90_000);
  const stream = Stream.live();
  await player.create();
  expect(await player.play(stream.url)).toBe("");
  await stream.inject("loss-15");
  const target = async () => (await targets(player, "jitterBufferTarget")).video ?? 0;
  await expect.poll(target, { timeout: 20_000, message: "a target" }).toBeGreaterThanOrEqual(80);
  const { audio, video } = await targets(player, "jitterBufferTarget");
  expect(audio).toBe(video);
  await stream.heal();
  await expect.poll(target, { timeout: 40_000, message: "no target" }).toBe(0);
  expect(await stream.calls("pullstream")).toHaveLength(1);
  await player.stop();
});

test("after a burst of jitter the audio gets a new jitter buffer", async ({ player }) => {
  test.setTimeout(60_000);
  const stream = Stream.live();
  await player.create({ statsInterval: 500 });
  await unmute(player);
  expect(await player.play(stream.url)).toBe("");
  await stream.inject("jitter-150");
  const delay = async () => (await lastStats(player))?.audio ?? NaN; // without audio, as between two buffers
  await expect.poll(delay, { timeout: 15_000, message: "a long audio buffer" }).toBeGreaterThan(90);
  const negotiations = () => player.page.evaluate(() => window.connections[0]!.negotiations!);
  const before = await negotiations();
  await stream.heal();
  // See browsers.md, "jitter buffer after jitter".
  await expect.poll(negotiations, { timeout: 20_000, message: "a restart" }).toBeGreaterThan(before);
  await expect.poll(delay, { timeout: 10_000, message: "a short audio buffer" }).toBeLessThan(70);

  await player.waitForFrames(25);
  await expect.poll(delay, { message: "audio arrives" }).toBeGreaterThan(0);
  const heard = (await player.heard("stats")) as unknown as LEB.Stats[];
  expect(heard.at(-1)!.video!.freezeCount).toBe(heard.at(-3)!.video!.freezeCount);
  expect(await player.heard("reconnecting")).toEqual([]);
  expect(await stream.calls("pullstream")).toHaveLength(1);
  expect((await stream.calls("reportquality")).map((call) => call.problem)).not.toContainEqual(expect.stringMatching(/./));
  expect(await player.page.evaluate(() => window.connections[0]!.connectionState)).toBe("connected");
  await player.stop();
});

/** Returns the latest delays of the jitter buffers, in ms. */
async function lastStats(player: PlayerPage): Promise<{ audio: number; video: number } | undefined> {
  const last = (await player.heard("stats")).at(-1) as unknown as LEB.Stats | undefined;
  return last?.audio && last.video && { audio: last.audio.jitterBufferDelay!, video: last.video.jitterBufferDelay! };
}
