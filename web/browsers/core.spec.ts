import { openAutoplayPage } from "../e2e/autoplaypage.js";
import { type Call, Stream } from "../e2e/edge.js";
import { expect, test as base, type PlayerPage } from "../e2e/fixtures.js";
import { breaks } from "./breaks.js";
import type { Subject } from "./browsers.js";
import { expectPicture, expectSound, watchSEI } from "./senses.js";

// What every browser has to do. Each test is a row of the table in web/docs/browsers.md.

const test = base.extend<{ subject: Subject; shape: "script" | "module" }>({
  subject: [undefined as never, { option: true }],

  page: async ({ page, subject }, use, info) => {
    const { row, script } = breaks[subject.name]!;
    if (process.env.BREAK && info.title === row) {
      info.fail();
      await page.addInitScript(script);
    }
    await use(page);
  },
});

type Stats = NonNullable<typeof window.player.stats>;

/** Plays a new stream, and returns it once its picture moves. */
async function play(player: PlayerPage, options = {}): Promise<Stream> {
  await player.create({ statsInterval: 500, ...options });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await expectPicture(player.page);
  return stream;
}

/** Plays, pauses, resumes, switches and stops. */
async function playEverything(player: PlayerPage): Promise<void> {
  await play(player);
  await player.page.evaluate(() => window.player.pause());
  await player.waitForState("paused");
  await player.page.evaluate(() => window.player.resume());
  await player.waitForState("playing");
  await player.page.evaluate((url) => window.player.switchTo(url), Stream.live().url);
  await expectPicture(player.page);
  await player.stop();
}

test("supported, or rightly not", async ({ player, subject }) => {
  expect(await player.page.evaluate(() => window.LEB.Player.isSupported())).toBe(!subject.refused);
  if (!subject.refused) return;
  expect(await player.play(Stream.live().url)).toBe("unsupported");
});

test.describe("", () => {
  test.skip(({ subject }) => subject.refused === true, "it is too old");

  test("first frame, picture and sound", async ({ player }) => {
    await play(player);
    await expectSound(player.page);
    const [{ elapsed }] = (await player.heard("firstframe")) as [{ elapsed: number }];
    expect(elapsed).toBeLessThan(3000);
    await player.stop();
  });

  test.describe("as a module", () => {
    test.use({ shape: "module" });
    test("first frame, as an ES module", async ({ player }) => {
      await play(player);
      await player.stop();
    });
  });

  test("a minute: no stall, statistics, reports", async ({ player }) => {
    const stream = await play(player, { statsInterval: 1000 });
    await expect.poll(async () => (await player.heard("stats")).length, { timeout: 70_000 }).toBeGreaterThan(55);
    expect(await player.heard("stall")).toEqual([]);
    expect(await player.heard("warning")).toEqual([]);
    expect(await stream.calls("pullstream")).toHaveLength(1);
    const { score, audio, video } = (await player.page.evaluate(() => window.player.stats))!;
    expect(score).toBeGreaterThanOrEqual(3);
    expect(audio).toMatchObject({ loss: 0 });
    expect(video).toMatchObject({ loss: 0, width: 640, height: 360 });
    expect(video!.framesPerSecond).toBeGreaterThan(20);
    expect(video!.framesPerSecond).toBeLessThan(30);
    const shown = video!.framesRenderedPerSecond;
    if (shown !== undefined) expect(shown, "frames shown, where the browser tells").toBeGreaterThan(15);
    expectNoFalseZero((await player.heard("stats")).slice(2) as unknown as Stats[]);
    expectReports(await stream.calls("reportquality"));
    await player.stop();
  });

  test("stop", async ({ player }) => {
    const stream = await play(player);
    await player.stop();
    expect(await player.state()).toBe("stopped");
    expect(await player.page.evaluate(() => window.video.srcObject)).toBeNull();
    await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  });

  for (const [what, fault] of [
    ["the server closes: picture again", "close"],
    ["the media stop: picture again", "stop"],
  ] as const) {
    test(what, async ({ player }) => {
      await playEverything(player); // an earlier play leaves its mark on old browsers
      const stream = await play(player);
      await stream.inject(fault);
      await player.waitForEvent("recovered");
      await expectPicture(player.page);
      expect(await player.heard("error")).toEqual([]);
      await player.stop();
    });
  }

  test("switchTo", async ({ player }) => {
    const [one, two] = [await play(player), Stream.live()];
    await player.page.evaluate((url) => window.player.switchTo(url), two.url);
    await expectPicture(player.page);
    await expect.poll(() => one.counts()).toEqual({ pulls: 1, stops: 1 });
    await player.stop();
  });

  test("pause and resume", async ({ player }) => {
    const stream = await play(player, { pauseTimeout: 500 });
    await player.page.evaluate(() => window.player.pause());
    await player.waitForState("paused");
    await expect.poll(async () => (await stream.counts()).stops, "the pull is let go of").toBe(1);
    await player.page.evaluate(() => window.player.resume());
    await player.waitForState("playing");
    await expectPicture(player.page);
    await player.stop();
  });

  test("snapshot", async ({ player }) => {
    await play(player);
    const size = await player.page.evaluate(async () => {
      const image = await createImageBitmap(await window.player.snapshot());
      return [image.width, image.height];
    });
    expect(size).toEqual([640, 360]);
    await player.stop();
  });

  test("SEI", async ({ player }) => {
    await player.create({ sei: true });
    const messages = await watchSEI(player.page);
    expect(await player.play(Stream.live().url)).toBe("");
    await expect.poll(messages, "SEI messages").toBeGreaterThan(30);
    await expectPicture(player.page);
    await player.stop();
  });

  test("autoplay refused: muted", async ({ page, shape, subject }) => {
    test.skip(subject.engine === "firefox", "it refuses no MediaStream");
    expect(await openAutoplayPage(page, shape, "muted")).toEqual({ blocked: { muted: true }, muted: true, paused: false, width: 640 });
    await page.evaluate(() => window.player.stop());
  });

  test("page left for another site", async ({ player }) => {
    const stream = await play(player);
    await player.page.evaluate(() => void (location.hostname = "localhost"));
    await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  });

  test("page closed", async ({ player }) => {
    const stream = await play(player);
    await player.page.close({ runBeforeUnload: true });
    await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  });

  test("nothing left", async ({ player }) => {
    await play(player);
    await player.stop();
    const { liveFuncs } = await player.countersCollected();
    await play(player);
    await player.stop();
    await expect.poll(async () => (await player.countersCollected()).liveFuncs, "functions given to the browser").toBeLessThanOrEqual(liveFuncs);
  });
});

/** Expects that what a browser can't tell of a stream that plays is absent, and not 0: see browsers.md, "old statistics". */
function expectNoFalseZero(all: Stats[]): void {
  for (const { audio, video } of all) {
    const values = [audio!.jitterBufferDelay, video!.jitterBufferDelay, video!.framesReceivedPerSecond, video!.decodeTime];
    expect(values, "delays, frames received, decoding").not.toContain(0);
  }
}

/** Expects the fourteen fields of reportquality (spec, 【可选】reportquality), with values that fit the edge's sample. */
function expectReports(calls: Call[]): void {
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.filter(({ problem, errcode }) => problem || errcode)).toEqual([]);
  const reports = calls.slice(1, -1).map(({ body }) => body as Record<string, number>);
  for (const report of reports) {
    expect(report).toMatchObject({ audiocodec: "opus", videocodec: "h264", videowidth: 640, videoheight: 360, audiopktlost: 0, videopktlost: 0 });
    for (const name of ["audiossrc", "videossrc", "audiopktrecv", "audiobyterecv", "videopktrecv", "videobyterecv"]) {
      expect(report[name], name).toBeGreaterThan(0);
    }
    expect(report.videoframedec).toBeGreaterThan(15);
    expect(report.videoframerecv).toBeGreaterThan(15);
    expect(report.endutime! - report.beginutime!).toBeGreaterThan(1000);
  }
}
