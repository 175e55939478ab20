// The cost of playing: main thread time and memory of the page.
import { setTimeout as sleep } from "node:timers/promises";
import { withPage } from "./browser.mjs";

/** Time before the measurement, to exclude the start, and time of the measurement, in s. */
const settle = 3;
const playing = 30;

/** Measures one video, with statistics if the player has any. Times are in ms per minute of playing, sizes in bytes. */
export function measurePlaying(browser, network, player) {
  return withPage(browser, network, player, async (page, address) => {
    const metrics = await openMetrics(page);
    await startPlaying(page, address);
    const before = await metrics();
    await sleep(playing * 1000);
    const after = await metrics();
    const perMinute = (name) => ((after[name] - before[name]) * 1000 * 60) / (after.Timestamp - before.Timestamp);
    return {
      task: perMinute("TaskDuration"),
      script: perMinute("ScriptDuration"),
      heap: after.heap,
      wasm: (await page.evaluate(() => window.bench.details())).counters?.memory ?? 0,
    };
  });
}

async function startPlaying(page, address) {
  await page.goto(address);
  await page.evaluate(async () => {
    await window.bench.ready("loaded");
    await window.bench.play();
  });
  await sleep(settle * 1000);
}

/**
 * Measures the main thread time of one reading of the statistics, in ms: the difference between playing with many readings and with
 * almost none, divided by the difference in readings.
 */
export async function measureReading(browser, network, player) {
  // Statistics within 100 ms of the last reading reuse it.
  const [many, few] = [150, 60_000].map((statsInterval) => ({ ...player, query: { statsInterval } }));
  const often = await countReadings(browser, network, many);
  const seldom = await countReadings(browser, network, few);
  return { cost: (often.task - seldom.task) / (often.readings - seldom.readings), often, seldom };
}

/** Plays like measurePlaying. @returns the main thread time in ms and the number of readings */
function countReadings(browser, network, player) {
  return withPage(browser, network, player, async (page, address) => {
    const metrics = await openMetrics(page);
    const readings = () => page.evaluate(() => window.bench.details().readings);
    await startPlaying(page, address);
    const [before, readBefore] = [await metrics(), await readings()];
    await sleep(playing * 1000);
    const [after, readAfter] = [await metrics(), await readings()];
    return { task: (after.TaskDuration - before.TaskDuration) * 1000, readings: readAfter - readBefore };
  });
}

/**
 * Reads Chromium's counters of a page. Durations are main thread time in s, by the clock or, with `timeDomain: "threadTicks"`, by the time
 * that the thread has had a processor; `heap` is the JavaScript heap in use after a collection.
 */
export async function openMetrics(page, options) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", options);
  return async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    return { ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])), heap: usedSize };
  };
}
