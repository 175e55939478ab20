import type * as LEB from "leb-player";
import { example } from "./documents.js";
import { Stream } from "./edge.js";
import { expect, type PlayerPage, test } from "./fixtures.js";

// Recorders outlive a new pull and a switch: see browsers.md, "recorders and other tracks".

const recipe = example("web/docs/api.md", "recording");

declare function recorderOf(player: LEB.Player): MediaRecorder;

/** What became of a page's recorders. */
interface Recorded {
  parts: { errors: string[]; blob: Blob }[];
  /** Starts a recorder. */
  start(recorder: MediaRecorder): void;
  newest: MediaRecorder;
}

const exchanges: Record<string, (player: PlayerPage, stream: Stream) => Promise<unknown>> = {
  reconnecting: async (player, stream) => {
    await stream.inject("close");
    await expect.poll(async () => (await player.heard("recovered")).length).toBe(1);
  },
  switch: (player) => player.page.evaluate((url) => window.player.switchTo(url), Stream.live().url),
};

/** Plays a stream, and has the page keep what its recorders record. */
async function begin(player: PlayerPage): Promise<Stream> {
  const stream = await player.playLive({ retry: { baseDelay: 10 } });
  await player.page.evaluate(() => {
    const recorded: Recorded = {
      parts: [],
      newest: undefined!,
      start(recorder) {
        const part = { errors: [] as string[], blob: new Blob() };
        recorder.addEventListener("error", (event) => part.errors.push(String((event as ErrorEvent).error)));
        recorder.addEventListener("dataavailable", ({ data }) => (part.blob = new Blob([part.blob, data])));
        this.parts.push(part);
        this.newest = recorder;
        recorder.start(200);
      },
    };
    Object.assign(window, { recorded });
  });
  return stream;
}

declare const recorded: Recorded;

/** Ends the newest recorder. Returns the length of each part in seconds, the size of its video, the loudest sample of its last second, and its errors. */
const end = (player: PlayerPage) =>
  player.page.evaluate(async () => {
    const { newest } = recorded;
    if (newest.state !== "inactive") {
      const stopped = new Promise((resolve) => newest.addEventListener("stop", resolve, { once: true }));
      newest.stop();
      await stopped;
    }
    return Promise.all(
      recorded.parts.map(async ({ errors, blob }) => {
        const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await blob.arrayBuffer());
        const last = sound.getChannelData(0).slice(-48_000);
        const video = Object.assign(document.createElement("video"), { src: URL.createObjectURL(blob), muted: true });
        await video.play();
        return { errors, seconds: sound.duration, width: video.videoWidth, loudness: Math.max(...last) };
      }),
    );
  });

for (const [reason, exchange] of Object.entries(exchanges)) {
  test(`api.md's recorder makes one file, with picture and sound to its end: ${reason}`, async ({ player }) => {
    const stream = await begin(player);
    await player.page.evaluate(`${recipe}; recorded.start(recorderOf(window.player))`);
    await player.waitForFrames(40);
    await exchange(player, stream);
    await player.waitForFrames(60);
    expect(await player.heard("exchange")).toEqual([{ reason }]);
    const parts = await end(player);
    expect(parts).toMatchObject([{ errors: [], width: 640 }]);
    expect(parts[0]!.seconds).toBeGreaterThan(3);
    expect(parts[0]!.loudness).toBeGreaterThan(0.01);
    await player.stop();
  });

  test(`a recorder that the event stops, and starts again right after, makes two files without an error: ${reason}`, async ({ player }) => {
    const stream = await begin(player);
    await player.page.evaluate(() => {
      const start = () => recorded.start(new MediaRecorder(window.video.srcObject as MediaStream));
      window.player.addEventListener("exchange", () => {
        recorded.newest.stop();
        setTimeout(start);
      });
      start();
    });
    await player.waitForFrames(60);
    await exchange(player, stream);
    await player.waitForFrames(60);
    const parts = await end(player);
    expect(parts).toMatchObject([{ errors: [], width: 640 }, { errors: [], width: 640 }]);
    for (const { seconds, loudness } of parts) {
      expect(seconds).toBeGreaterThan(1);
      expect(loudness).toBeGreaterThan(0.01);
    }
    await player.stop();
  });
}

test("a listener of exchange may stop the player", async ({ player }) => {
  const stream = await player.playLive({ retry: { baseDelay: 10 } });
  await player.page.evaluate(() => window.player.addEventListener("exchange", () => void window.player.stop()));
  await stream.inject("close");
  await player.waitForState("stopped");
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 2 });
  expect(await player.page.evaluate(() => window.video.srcObject)).toBeNull();
});

test("a listener of exchange may play another stream", async ({ player }) => {
  const stream = await player.playLive({ retry: { baseDelay: 10 } });
  const other = Stream.live();
  await player.page.evaluate((url) => window.player.addEventListener("exchange", () => void window.player.play(url), { once: true }), other.url);
  await stream.inject("close");
  await expect.poll(async () => (await other.counts()).pulls).toBe(1);
  await player.waitForState("playing");
  await player.waitForFrames(20);
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 2 });
  await player.stop();
});
