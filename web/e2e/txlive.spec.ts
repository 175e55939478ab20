import { expect, test } from "@playwright/test";
import { Stream } from "./edge.js";
import { TXLivePage, scripts } from "./txlivepage.js";
import { type Row, rows } from "./txliverows.js";
import { type Outcomes, outcomesName } from "./txlivereport.js";

// One page, made for TXLivePlayer: with that of Tencent, and with txlive.js.

test.describe.configure({ mode: "parallel" });

for (const row of rows) {
  test(row.name, async ({ browser }, info) => {
    const outcomes: Outcomes = Object.fromEntries(
      await Promise.all((["theirs", "ours"] as const).map(async (player) => {
        const page = await TXLivePage.open(browser, scripts[player], row.config, row.autoplay ? Stream.live() : undefined);
        const errors: string[] = [];
        page.page.on("pageerror", ({ message }) => errors.push(message));
        await row.act(page);
        const outcome = await page.outcome();
        await page.close();
        expect(errors, `uncaught errors with ${player}`).toEqual([]);
        return [player, outcome];
      })),
    );
    await info.attach(outcomesName, { body: JSON.stringify(outcomes), contentType: "application/json" });
    check(row, outcomes);
  });
}

function check({ codes, playing = true, sooner }: Row, { theirs, ours }: Outcomes): void {
  const expected = typeof codes === "string" ? { theirs: codes, ours: codes } : codes;
  expect.soft(theirs.codes, "codes of TXLivePlayer").toBe(expected.theirs);
  expect.soft(ours.codes, "codes of txlive.js").toBe(expected.ours);
  expect.soft(ours.playing, "isPlaying() of txlive.js").toBe(playing);
  if (typeof codes === "string") expect.soft(theirs.playing, "isPlaying() of TXLivePlayer").toBe(playing);
  if (sooner) expect.soft(ours.time, "time until it plays again").toBeLessThan(theirs.time!);
}
