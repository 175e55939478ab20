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

/** The one with the fewest handles: between two collections they grow to 256 more. */
function lowest(seen: Counters[]): Counters {
  return seen.reduce((low, other) => (other.handles < low.handles ? other : low));
}

/** Nothing is left over: far less than one handle a play. */
function expectFlat(early: Counters, late: Counters): void {
  expect(late.liveFuncs).toBe(early.liveFuncs);
  expect(late.handles).toBeLessThan(early.handles + 100);
  expect(late.memory).toBe(early.memory);
}

test("200 plays in a row", async ({ player }) => {
  const rows: [string, Counters][] = [];
  let seen: Counters[] = [];
  for (let play = 1; play <= 200; play++) {
    expect(await player.play(Stream.live().url)).toBe("");
    await player.stop();
    seen.push(await counters(player));
    if (play % 20 === 0) {
      rows.push([`to play ${play}`, lowest(seen)]);
      seen = [];
    }
  }
  show(rows);
  expectFlat(rows[0]![1], rows[rows.length - 1]![1]);
});

test("ten minutes of playing with stats", async ({ player }) => {
  await player.create({ statsInterval: 1000 });
  expect(await player.play(Stream.live().url)).toBe("");
  const rows: [string, Counters][] = [];
  for (const minute of [1, 2, 4, 6, 8, 10]) {
    const seen: Counters[] = [];
    const heard = async () => {
      seen.push(await counters(player));
      return (await player.heard("stats")).length;
    };
    await expect.poll(heard, { timeout: 150_000, intervals: [1000] }).toBeGreaterThanOrEqual(minute * 60 - 2);
    rows.push([`to minute ${minute}`, lowest(seen)]);
  }
  show(rows);
  expectFlat(rows[0]![1], rows[rows.length - 1]![1]);
  await player.stop();
});
