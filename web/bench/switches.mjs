// The change to another stream: time from the call to the first rendered frame of that stream.
import { setTimeout as sleep } from "node:timers/promises";
import { withBrowser, withPage } from "./browser.mjs";
import { contendersOf } from "./players.mjs";
import { randomNumbers, shuffled } from "./statistics.mjs";

/** Time of playing before the call, and between getting the other stream ready and the call, in ms. */
const settle = 2000;
const rest = 400;

/**
 * Measures each player that can switch, with each way of getting the other stream ready, once per round and in random order.
 * @returns series { network, player, start, samples, failures }; a sample is undefined if that round failed
 */
export async function measureSwitches({ networks, players, rounds, progress }) {
  const series = networks.filter(({ coldOnly }) => !coldOnly).flatMap((network) => contendersOf(players).flatMap((player) => waysOf(network, player)));
  const random = randomNumbers(1);
  for (let round = 0; round < rounds; round++) {
    progress(`switches: round ${round + 1} of ${rounds}`);
    await withBrowser(async (browser) => {
      for (const one of shuffled(series, random)) await addSample(browser, one);
    });
  }
  return series;
}

function waysOf(network, player) {
  if (player.id === "minimal") return [];
  const starts = player.ours ? ["switch", "prepared switch"] : ["switch"];
  return starts.map((start) => ({ network, player, start, samples: [], failures: [] }));
}

async function addSample(browser, { network, player, start, samples, failures }) {
  try {
    samples.push(await withPage(browser, network, player, (page, address) => measureSwitch(page, address, start)));
  } catch (error) {
    samples.push(undefined);
    failures.push(String(error.message ?? error));
  }
}

/** @returns the time to the first frame of the other stream in ms, and in intervals of the stream's frames */
async function measureSwitch(page, address, start) {
  await page.goto(address);
  await page.evaluate(async () => {
    await window.bench.ready("loaded");
    await window.bench.play();
  });
  await sleep(settle);
  if (start === "prepared switch") await page.evaluate(() => window.bench.readyOther());
  await sleep(rest);
  return page.evaluate(() => window.bench.switchToOther());
}
