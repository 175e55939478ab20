import type * as LEB from "leb-player";
import { keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// setOptions(): what a page changes while a stream plays, before it, and during a fallback.

/** Calls setOptions(), and returns the code of its LEBError, or "". */
const change = (player: PlayerPage, options: LEB.ChangeableOptions) =>
  player.page.evaluate((options) => {
    try {
      window.player.setOptions(options);
      return "";
    } catch (error) {
      return error instanceof window.LEB.LEBError ? error.code : `not a LEBError: ${String(error)}`;
    }
  }, options);

/** Returns the jitter buffer targets of the newest connection, each value once. */
const targets = (player: PlayerPage) =>
  player.page.evaluate(() => [
    ...new Set(window.connections.at(-1)!.getReceivers().map((receiver) => (receiver as { jitterBufferTarget?: number | null }).jitterBufferTarget)),
  ]);

/** Adds a log to the player, whose entries listen() returns. */
const listen = (player: PlayerPage) =>
  player.page.evaluate(() => {
    const entries: string[] = [];
    window.player.setOptions({ log: ({ type }) => entries.push(type) });
    Object.assign(window, { entries });
  });
const entries = (player: PlayerPage) => player.page.evaluate(() => (window as unknown as { entries: string[] }).entries);

const reports = async (stream: Stream) => (await stream.calls("reportquality")).length;

test("the statistics, the latency, the log and the reports change while a stream plays", async ({ player }) => {
  await player.page.addInitScript(keepConnections);
  await player.open();
  const stream = await player.playLive({ statsInterval: 60_000 });
  expect(await player.heard("stats")).toEqual([]);
  expect(await targets(player)).toEqual([null]);

  expect(await change(player, { statsInterval: 200 })).toBe("");
  await player.waitForStats(10);
  const times = (await player.heard("stats")).map(({ timestamp }) => timestamp as number);
  expect((times.at(-1)! - times[0]!) / (times.length - 1), "ms between two stats").toBeLessThan(400);

  expect(await change(player, { latency: 500 })).toBe("");
  await expect.poll(() => targets(player)).toEqual([500]);
  expect(await change(player, { latency: "auto" })).toBe("");
  await expect.poll(() => targets(player)).toEqual([null]);

  await listen(player);
  await player.waitForStats(1);
  expect(await entries(player)).toContain("stats");

  await expect.poll(() => reports(stream)).toBeGreaterThan(0);
  expect(await change(player, { reports: false })).toBe("");
  await player.waitForStats(2); // one may have been on its way
  const sent = await reports(stream);
  await player.waitForStats(15);
  expect(await reports(stream), "reports after they were switched off").toBe(sent);
  expect(await change(player, { reports: true })).toBe("");
  await expect.poll(() => reports(stream), "and on again").toBeGreaterThan(sent);

  expect(await player.path()).toMatch(/ playing$/);
  expect(await player.heard("warning")).toEqual([]);
  await player.stop();
});

test("without retries from now on, a stream that breaks fails", async ({ player }) => {
  const stream = await player.playLive();
  expect(await change(player, { retry: false })).toBe("");
  await stream.inject("close");
  expect(await player.waitForEvent("error")).toMatchObject({ code: "closed" });
  expect(await player.state()).toBe("failed");
  expect(await stream.counts()).toMatchObject({ pulls: 1 });
});

test("a value that is out of its range throws, and changes nothing", async ({ player }) => {
  await player.page.addInitScript(keepConnections);
  await player.open();
  await player.playLive({ latency: 100 });
  const wrong: unknown[] = [{ latency: 5000 }, { latency: "low" }, null, "latency"];
  for (const other of [{ statsInterval: -1 }, { retry: { maxAttempts: -1 } }, { reports: 5 }, { log: 5 }]) wrong.push({ latency: 200, ...other });
  for (const options of wrong) expect(await change(player, options as LEB.ChangeableOptions), JSON.stringify(options)).toBe("bad-option");
  await player.waitForStats(1);
  expect(await targets(player)).toEqual([100]);
  await player.waitForFrames(10);
  expect(await player.page.evaluate(() => window.player.diagnostics().options)).toMatchObject({ latency: 100 });
  await player.stop();
});

test("options that change before a play count for it, and for later ones", async ({ player }) => {
  await player.page.addInitScript(keepConnections);
  await player.open();
  expect(await change(player, { latency: 300, statsInterval: 100 })).toBe("");
  for (const pulls of [1, 2]) {
    expect(await player.play(Stream.live().url)).toBe("");
    await player.waitForStats(5);
    expect(await targets(player), `play ${pulls}`).toEqual([300]);
    await player.stop();
  }
});

test("what is set while the module loads counts for that play", async ({ player }) => {
  await player.page.addInitScript(keepConnections);
  await player.open();
  const stream = Stream.live();
  await player.startPlay(stream.url);
  expect(await change(player, { latency: 300 })).toBe("");
  expect(await player.outcome()).toBe("");
  expect(await targets(player)).toEqual([300]);
  await player.stop();
});

test("a range that could not be checked refuses the next play, until it is corrected", async ({ player }) => {
  expect(await change(player, { latency: 5000 })).toBe("");
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("bad-option");
  expect(await change(player, { latency: 400 })).toBe("");
  expect(await player.play(stream.url)).toBe("");
  await player.stop();
});

test("the log hears a fallback", async ({ player }) => {
  await player.page.evaluate((url) => {
    window.player = new window.LEB.Player(window.video, { signalURL: "http://127.0.0.1:1", retry: false, fallback: () => undefined });
    window.player.addEventListener("fallback", () => window.dispatchEvent(new Event("fell back")));
    const fellBack = new Promise((resolve) => window.addEventListener("fell back", resolve));
    void window.player.play(url).catch(() => undefined);
    return fellBack;
  }, Stream.live().url);
  await listen(player);
  await player.stop();
  await expect.poll(() => entries(player)).toContain("statechange");
});
