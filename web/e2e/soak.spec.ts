import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// What must not grow: functions that Go has given to JavaScript, JavaScript values that Go holds, WebAssembly memory.

interface Counters {
  liveFuncs: number;
  handles: number;
  memory: number;
}

async function counters(player: PlayerPage): Promise<Counters> {
  return player.page.evaluate(() => window.player.diagnostics().counters!);
}

function show(rows: [label: string, Counters][]): void {
  for (const [label, { liveFuncs, handles, memory }] of rows) {
    console.log(`${label.padEnd(14)} ${liveFuncs} live funcs, ${handles} handles, ${memory} bytes`);
  }
}

/** Nothing is left over but what the garbage collector has not come round to: far less than one handle a play. */
function expectFlat(early: Counters, late: Counters): void {
  expect(late.liveFuncs).toBe(early.liveFuncs);
  expect(late.handles).toBeLessThan(early.handles + 150);
  expect(late.memory).toBe(early.memory);
}

test("200 plays in a row", async ({ player }) => {
  const rows: [string, Counters][] = [];
  for (let play = 1; play <= 200; play++) {
    expect(await player.play(Stream.live().url)).toBe("");
    await player.stop();
    if ([1, 10, 50, 100, 200].includes(play)) rows.push([`play ${play}`, await counters(player)]);
  }
  show(rows);
  expectFlat(rows[1]![1], rows[rows.length - 1]![1]);
});

test("ten minutes of playing with stats", async ({ player }) => {
  await player.create({ statsInterval: 1000 });
  expect(await player.play(Stream.live().url)).toBe("");
  const rows: [string, Counters][] = [];
  for (const minute of [1, 2, 4, 6, 8, 10]) {
    await expect.poll(async () => (await player.heard("stats")).length, { timeout: 150_000, intervals: [1000] }).toBeGreaterThanOrEqual(minute * 60 - 2);
    rows.push([`minute ${minute}`, await counters(player)]);
  }
  show(rows);
  expectFlat(rows[0]![1], rows[rows.length - 1]![1]);
  await player.stop();
});
