// Many players in one page: what they cost the page and the browser.
import { setTimeout as sleep } from "node:timers/promises";
import { withBrowser, withPage } from "./browser.mjs";
import { ownPlayer } from "./players.mjs";
import { openMetrics } from "./resources.mjs";

/** Numbers of players in one page. */
export const counts = [1, 4, 16, 32];

/** What a page may ask of its players. TXLivePlayer reads statistics each second, whether or not a page listens to them. */
const wishes = [
  { wish: "default options", query: { plain: "" } },
  { wish: "statistics each second", query: {} },
];

/** Time before the measurement, to exclude the start and what only the first ten seconds cost, and time of the measurement, in s. */
const settle = 14;
const watching = 16;

/**
 * Measures our player, its predecessor if there is one, and TXLivePlayer, in turn.
 * @param inTurn see bench.mjs
 * @returns for each count and wish { count, wish, results }, with the samples and failures of each player
 */
export async function measurePlayers({ network, players, counts, repeats, progress, inTurn }) {
  const own = ownPlayer(players);
  const contenders = players.filter((player) => player === own || player.id === "tencent" || player.id === own.before);
  const crowds = [];
  for (const count of counts) {
    for (const { wish, query } of wishes) {
      progress(`${count} players in one page, ${wish}`);
      const asked = contenders.map((player) => ({ ...player, query }));
      const measure = (player) => withBrowser((browser) => measureCrowd(browser, network, player, count));
      crowds.push({ count, wish, results: await inTurn(asked, repeats, measure) });
    }
  }
  return crowds;
}

/** Times are in ms per minute of playing, of the processors; those of a busy machine are no longer. */
function measureCrowd(browser, network, player, count) {
  return withPage(browser, network, player, async (page, address) => {
    const metrics = await openMetrics(page, { timeDomain: "threadTicks" });
    const processes = await openProcesses(browser);
    await page.goto(address);
    const { frame, shown } = await page.evaluate((count) => window.bench.playMany(count), count);
    await sleep(settle * 1000);
    await page.evaluate(() => window.bench.moving());
    const [before, cpuBefore, since] = [await metrics(), await processes(), performance.now()];
    await sleep(watching * 1000);
    const minutes = (performance.now() - since) / 60_000;
    const [cpuAfter, after] = [await processes(), await metrics()];
    return {
      frame,
      shown,
      moving: await page.evaluate(() => window.bench.moving()),
      task: ((after.TaskDuration - before.TaskDuration) * 1000) / minutes,
      script: ((after.ScriptDuration - before.ScriptDuration) * 1000) / minutes,
      cpu: ((cpuAfter - cpuBefore) * 1000) / minutes,
      heap: after.heap,
      wasm: (await page.evaluate(() => window.bench.details())).counters?.memory ?? 0,
    };
  });
}

/** Returns a function that reads the processor time of the browser's processes, in s. */
async function openProcesses(browser) {
  const devtools = await browser.browser().newBrowserCDPSession();
  return async () => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
}
