import { countConnections, keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

const pulledOnce = { pulls: 1, stops: 0 };
const stoppedOnce = { pulls: 1, stops: 1 };

/** Calls prepare() and returns its outcome: "" or the error's code. */
function prepare(player: PlayerPage, url: string): Promise<string> {
  return player.page.evaluate((url) => window.player.prepare(url).then(() => "", (error) => error.code), url);
}

/** Returns what the stream has cost so far, once that is so. */
async function expectCounts(stream: Stream, counts: { pulls: number; stops: number }, message?: string): Promise<void> {
  await expect.poll(() => stream.counts(), { message }).toEqual(counts);
}

test("play() shows at once what prepare(url) has pulled", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  const stream = Stream.live();
  expect(await prepare(player, stream.url)).toBe("");
  expect(await stream.counts()).toEqual(pulledOnce);
  expect(await countConnections(player.page)).toEqual({ made: 1, open: 1 });
  expect(await player.page.evaluate(() => window.heard.length), "no events").toBe(0);
  const { srcObject, paused } = await player.page.evaluate(() => ({ srcObject: window.video.srcObject, paused: window.video.paused }));
  expect({ srcObject, paused, state: await player.state() }, "unseen and unheard").toEqual({ srcObject: null, paused: true, state: "idle" });

  expect(await player.play(stream.url)).toBe("");
  expect(await player.path()).toBe("idle connecting playing");
  const [first] = await player.heard("firstframe");
  expect(first!.elapsed, "ms to the first frame").toBeLessThan(250);
  const [pull] = await stream.calls("pullstream");
  expect(first!.sessionId).toBe(pull!.body.sessionid);
  expect(await player.page.evaluate(() => window.player.sessionId)).toBe(pull!.body.sessionid);
  await player.waitForFrames(20);
  await player.waitForStats(2);
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBeGreaterThan(0);
  expect((await stream.calls("firstframeusetime")).length).toBe(1);
  await player.stop();
  await expectCounts(stream, stoppedOnce);
  expect(await countConnections(player.page)).toEqual({ made: 1, open: 0 });
  expect((await stream.calls()).filter(({ problem }) => problem)).toEqual([]);
});
