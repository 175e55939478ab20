import { countConnections, keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";

test("prepare() creates the offer, and play() uses it", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  const connections = () => countConnections(player.page);
  await player.page.evaluate(() => window.player.prepare());
  await player.page.evaluate(() => window.player.prepare());
  expect(await connections(), "one offer for repeated calls").toEqual({ made: 1, open: 1 });
  expect(await player.state()).toBe("idle");

  const stream = Stream.live();
  expect(await stream.calls(), "no request to the server").toEqual([]);
  expect(await player.play(stream.url)).toBe("");
  expect(await connections()).toEqual({ made: 1, open: 1 });
  await player.waitForFrames(20);
  await player.stop();
  expect(await connections()).toEqual({ made: 1, open: 0 });

  expect(await player.play(Stream.live().url), "an offer is used once").toBe("");
  await player.stop();
  expect(await connections()).toEqual({ made: 2, open: 0 });
});

test("an unused offer is discarded after a minute", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  const connections = () => countConnections(player.page);
  await player.page.clock.install();
  await player.page.evaluate(() => window.player.prepare());
  expect(await connections()).toEqual({ made: 1, open: 1 });
  await player.page.clock.runFor(61_000);
  await expect.poll(connections).toEqual({ made: 1, open: 0 });
  expect(await player.page.evaluate(() => window.player.diagnostics().counters)).toBeNull(); // no session
});

test("a page that is left keeps no offer", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  await player.page.evaluate(() => window.player.prepare());
  expect(await countConnections(player.page)).toEqual({ made: 1, open: 1 });
  await player.page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  expect(await countConnections(player.page)).toEqual({ made: 1, open: 0 });
  expect(await player.play(Stream.live().url), "it came back").toBe("");
  await player.stop();
});

test("prepare() with a bad option rejects, and so does play()", async ({ player }) => {
  await player.create({ stallTimeout: -1 });
  const code = await player.page.evaluate(() => window.player.prepare().then(() => "", (error) => error.code));
  expect(code).toBe("bad-option");
  expect(await player.play(Stream.live().url)).toBe("bad-option");
});

test("play() works while preparing", async ({ player }) => {
  await player.page.evaluate(() => void window.player.prepare());
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
});
