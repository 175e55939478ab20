import type * as LEB from "leb-player";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// Answers with faults that browsers refuse. The player mends what the offer settles; the rest is an error that leads to the fallback.

interface Fault {
  name: string;
  /** What the warning names; null if there is none. */
  mended: string | null;
  /** What of the stream the viewer gets: both kinds unless the answer lacks one. */
  without?: "audio" | "video";
}

const lines = "line ends or spaces";

const faults: Fault[] = [
  { name: "lf", mended: lines },
  { name: "cr", mended: lines },
  { name: "trimmed", mended: lines },
  { name: "blank", mended: lines },
  { name: "spaces", mended: lines },
  { name: "bom", mended: lines },
  { name: "no-audio", mended: "m=audio", without: "audio" },
  { name: "no-video", mended: "m=video", without: "video" },
  { name: "reject-audio", mended: "m=audio", without: "audio" },
  { name: "reject-video", mended: null, without: "video" },
  { name: "reject-audio-in-bundle", mended: "m=audio", without: "audio" },
  { name: "reject-video-in-bundle", mended: "BUNDLE group", without: "video" },
  { name: "extra", mended: "not offered" },
  { name: "swapped", mended: "order" },
  { name: "no-mids", mended: "mids" },
  { name: "other-mids", mended: "mids, BUNDLE group" },
  { name: "no-bundle", mended: "BUNDLE group" },
  { name: "wrong-bundle", mended: "BUNDLE group" },
  { name: "no-direction", mended: "direction" },
  { name: "sendrecv", mended: "direction" },
];

/** Reopens the page in a browser without transforms, so that the option `sei` opens a data channel. */
async function openWithoutTransforms(player: PlayerPage): Promise<void> {
  await player.page.addInitScript(() => Reflect.deleteProperty(globalThis, "RTCRtpScriptTransform"));
  await player.open();
}

/** Expects that packets of a kind arrive. */
async function expectArriving(player: PlayerPage, kind: "audio" | "video"): Promise<void> {
  await expect
    .poll(async () => (await player.heard("stats")).some((stats) => ((stats[kind] as LEB.VideoStats | undefined)?.bitrate ?? 0) > 0), `${kind} arrives`)
    .toBe(true);
}

async function expectPlays(player: PlayerPage, { name, mended, without }: Fault, options: LEB.PlayerOptions): Promise<void> {
  await player.create({ statsInterval: 500, ...options });
  const stream = Stream.fault(`answer-${name}`);
  const outcome = await player.play(stream.url);
  if (without === "video") {
    expect(outcome).not.toBe("negotiation");
  } else {
    expect(outcome).toBe("");
    await player.waitForFrames(10);
  }
  if (!without) await expectArriving(player, "audio");
  const warnings = await player.heard("warning");
  const told = warnings.filter(({ code }) => code === "negotiation");
  expect(told).toMatchObject(mended === null ? [] : [{ code: "negotiation", retryable: false, message: expect.stringContaining(mended) }]);
  expect((await stream.counts()).pulls, "pulls").toBe(1);
  await player.stop();
}

for (const fault of faults) {
  test(`answer-${fault.name}`, async ({ player }) => {
    await expectPlays(player, fault, {});
  });
}

for (const fault of [...faults, { name: "no-application", mended: "m=application" }]) {
  test(`answer-${fault.name} with a data channel for SEI`, async ({ player }) => {
    await openWithoutTransforms(player);
    await expectPlays(player, fault, { sei: true });
  });
}

test("a good answer is no warning", async ({ player }) => {
  await player.playLive();
  expect(await player.heard("warning")).toEqual([]);
});

test("an answer for one kind alone, which is the only one in its group, is mended", async ({ player }) => {
  for (const name of ["answer-no-bundle", "answer-no-mids", "answer-no-direction"]) {
    await player.create({ audio: false });
    expect(await player.play(Stream.fault(name).url)).toBe("");
    await player.waitForFrames(10);
    await player.stop();
  }
});

test("an answer is mended again after a new pull", async ({ player }) => {
  const stream = await player.playLive();
  await stream.inject("answer-trimmed", { pulls: "1" });
  await stream.inject("close");
  await player.waitForEvent("recovered");
  await player.waitForFrames(10);
  expect(await player.heard("warning")).toMatchObject([{ code: "negotiation", message: expect.stringContaining(lines) }]);
});

test("answer-garbage fails at once, and says which rule is broken", async ({ player }) => {
  await player.create();
  const stream = Stream.fault("answer-garbage");
  expect(await player.play(stream.url)).toBe("negotiation");
  expect(await player.failure()).toMatchObject({ retryable: false, message: expect.stringContaining("RFC 8866 section 5") });
  expect(await player.state()).toBe("failed");
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("answer-garbage leads to the fallback", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await player.page.evaluate(
    ({ hls, signalURL }) => {
      window.player = new window.LEB.Player(window.video, {
        signalURL,
        fallback({ code, message }) {
          window.heard.push({ type: "asked", detail: { code, message } });
          window.video.src = hls;
          void window.video.play();
        },
      });
    },
    { hls, signalURL: servers.edge },
  );
  const stream = Stream.fault("answer-garbage");
  expect(await player.play(stream.url), "play() resolves at the first frame of the fallback").toBe("");
  expect(await player.heard("asked")).toMatchObject([{ code: "negotiation", message: expect.stringContaining("RFC 8866") }]);
  expect(await player.page.evaluate(() => window.player.fallbackActive)).toBe(true);
  await player.waitForFrames(5);
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  await player.stop();
});
