import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// The counters that must not grow: functions that Go has exposed to JavaScript, JavaScript values held by Go, WebAssembly memory.

type Counters = Awaited<ReturnType<PlayerPage["counters"]>>;

function show(rows: [label: string, Counters][]): void {
  for (const [label, { liveFuncs, handles, memory }] of rows) {
    console.log(`${label.padEnd(14)} ${liveFuncs} live funcs, ${handles} handles, ${memory} bytes`);
  }
}

/** Expects no growth, except for at most `handles` values of pending work. */
function expectFlat(early: Counters, late: Counters, handles: number): void {
  expect(late.liveFuncs).toBe(early.liveFuncs);
  expect(late.handles).toBeLessThan(early.handles + handles);
  expect(late.memory).toBe(early.memory);
}

test("600 plays in a row", async ({ player }) => {
  const rows: [string, Counters][] = [];
  for (let play = 1; play <= 600; play++) {
    expect(await player.play(Stream.live().url)).toBe("");
    await player.stop();
    if ([1, 10, 100, 200, 400, 600].includes(play)) rows.push([`play ${play}`, await player.countersCollected()]);
  }
  show(rows);
  expectFlat(rows[1]![1], rows[rows.length - 1]![1], 20);
});

test("ten minutes of playing with statistics", async ({ player }) => {
  await player.create({ statsInterval: 1000 });
  expect(await player.play(Stream.live().url)).toBe("");
  const rows: [string, Counters][] = [];
  for (const minute of [1, 2, 4, 6, 8, 10]) {
    const seen: Counters[] = [];
    const heard = async () => {
      seen.push(await player.counters());
      return (await player.heard("stats")).length;
    };
    await expect.poll(heard, { timeout: 150_000, intervals: [1000] }).toBeGreaterThanOrEqual(minute * 60 - 2);
    rows.push([`minute ${minute}`, seen.reduce((low, other) => (other.handles < low.handles ? other : low))]);
  }
  show(rows);
  expectFlat(rows[0]![1], rows[rows.length - 1]![1], 30); // each row has the minimum of its samples
  await player.stop();
});
