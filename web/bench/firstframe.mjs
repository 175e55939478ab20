// The first frame: time from play(), or from the start of the navigation, to the first rendered frame.
import { setTimeout as sleep } from "node:timers/promises";
import { withBrowser, withPage } from "./browser.mjs";
import { randomNumbers, shuffled } from "./statistics.mjs";

/** Pause between getting ready and play(), in ms, as no one clicks at once. */
const rest = 400;

/**
 * Measures each player with each way of starting on each network, once per round. Each round has a random order, so that all series share
 * the same conditions, and a new browser, warmed up by one play of each player.
 * @returns series { network, player, start, samples, failures }; a sample is undefined if that round failed
 */
export async function measureFirstFrames({ networks, players, rounds, progress }) {
  const series = [];
  const random = randomNumbers(1);
  for (let round = 0; round < rounds; round++) {
    progress(`first frame: round ${round + 1} of ${rounds}`);
    await withBrowser(async (browser) => {
      for (const player of players) {
        if (round === 0) series.push(...seriesOf(player, networks, await warmUp(browser, networks[0], player)));
        else await warmUp(browser, networks[0], player).catch(() => undefined); // the measurement will fail too, and record it
      }
      for (const one of shuffled(series, random)) await addSample(browser, one);
    });
  }
  return series;
}

function seriesOf(player, networks, starts) {
  return networks.flatMap((network) =>
    (network.coldOnly ? ["cold"] : starts).map((start) => ({ network, player, start, samples: [], failures: [] })),
  );
}

/** Plays once. @returns the player's ways of starting */
function warmUp(browser, network, player) {
  return withPage(browser, network, player, async (page, address) => {
    await page.goto(address);
    const starts = await page.evaluate(() => window.bench.starts());
    await page.evaluate(async () => {
      await window.bench.ready("loaded");
      await window.bench.play();
    });
    return starts;
  });
}

async function addSample(browser, { network, player, start, samples, failures }) {
  const measure = start === "cold" ? coldStart : (page, address) => warmStart(page, address, start);
  try {
    samples.push(await withPage(browser, network, player, measure));
  } catch (error) {
    samples.push(undefined);
    failures.push(String(error.message ?? error));
  }
}

export async function coldStart(page, address) {
  await page.goto(`${address}&cold`);
  return page.evaluate(() => window.bench.coldStart());
}

async function warmStart(page, address, start) {
  await page.goto(address);
  await page.evaluate((start) => window.bench.ready(start), start);
  await sleep(rest);
  return page.evaluate(() => window.bench.play());
}
