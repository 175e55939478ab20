import { expect, test } from "@playwright/test";
import { ratio, resultsName, type RowResults } from "./results.js";
import type { Expectation } from "./row.js";
import { rows } from "./rows.js";
import { holdsNoMore, type Result, run } from "./run.js";
import { type PlayerId, players } from "./viewer.js";

// Faults during playback, in our player and in Tencent's at the same time. Only ours must meet the expectations.

/**
 * Allowance in ms for a machine that plays six streams at once, on top of the limits in rows.ts: for a stream that is pulled again, and
 * for one that plays on. Rows with a target also compare the measured times with those of the other player.
 */
const busy = { repull: 3_000, steady: 1_000 };

for (const row of rows) {
  test(row.name, async ({ browser }, info) => {
    const ids: PlayerId[] = row.oursOnly ? ["leb"] : ["leb", "txlive"];
    const results: Result[] = [];
    const turns = row.repeat ?? 1;
    for (let turn = 0; turn < turns; turn++) {
      // Back-off is random. The turns cover its range in equal steps, so that their median equals that of many runs.
      const chance = (turn + 0.5) / turns;
      results.push(...(await Promise.all(ids.map((id) => run(row, id, browser, chance)))));
    }
    const body: RowResults = { name: row.name, results };
    await info.attach(resultsName, { body: JSON.stringify(body), contentType: "application/json" });
    for (const result of results.filter(({ player }) => player === "leb")) check(row.expect, result);
    const { target } = row.expect;
    if (target !== undefined) expect.soft(ratio(results), `time without a new frame ÷ ${players.txlive}'s`).toBeLessThan(2 * target);
  });
}

function check(expected: Expectation, result: Result): void {
  const story = result.heard.map(({ at, type, detail }) => `\n  ${at} ms: ${type} ${JSON.stringify(detail)}`).join("");
  const outcome = expected.outcome ?? "plays";
  expect.soft(result.outcome, `outcome${story}`).toBe(outcome);
  if (expected.retryable !== undefined) expect.soft(result.retryable, "retryable").toBe(expected.retryable);
  const [from, to = from] = [expected.repulls].flat();
  const slack = to === 0 || expected.switching ? busy.steady : busy.repull;
  if (expected.still !== undefined) expect.soft(result.still, `ms without a new frame${story}`).toBeLessThanOrEqual(expected.still + slack);
  if (outcome === "plays") expect.soft(result.black.samples, `black animation frames${story}`).toBe(0);

  expect.soft(result.repulls, `re-pulls${story}`).toBeGreaterThanOrEqual(from!);
  expect.soft(result.repulls, `re-pulls${story}`).toBeLessThanOrEqual(to!);
  expect.soft(result.stops, "a stopstream for each session").toBe(result.sessions);

  for (const [type, count] of Object.entries(expected.hears ?? {})) {
    const heard = result.heard.filter((event) => event.type === type).length;
    expect.soft(heard, `${type} events${story}`).toBe(count);
  }

  expect.soft(result.left.connections, "open connections left").toBe(0);
  expect.soft(result.left.timers, "timers left").toBe(0);
  const [before, after] = result.held;
  expect.soft(holdsNoMore(before, after), `the program releases its values: ${JSON.stringify({ before, after })}`).toBe(true);
  expect.soft(result.errors, "uncaught errors of the page").toEqual([]);
}
