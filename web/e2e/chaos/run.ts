import type { Browser } from "@playwright/test";
import type * as LEB from "leb-player";
import { servers } from "../servers.js";
import type { Row } from "./row.js";
import { type Counters, type Left, type Look, type PlayerId, until, Viewer } from "./viewer.js";

/** The result of one player in one row. Times in ms. */
export interface Result {
  player: PlayerId;
  /** As in Expectation, or a description of the timeout. */
  outcome: string;
  retryable: unknown;
  /** The longest time without a new frame. */
  still: number;
  /** Time from the fault until new frames are displayed again, or null if they are not. */
  again: number | null;
  /** Time, and number of animation frames, with a black or empty video. */
  black: Look["black"];
  /** Number of pulls after the first. */
  repulls: number;
  /** Sessions begun by the edge, and stopstreams received. */
  sessions: number;
  stops: number;
  /** The resources open after the play. */
  left: Left;
  /** The program's counters before and after the play. */
  held: [before: Counters, after: Counters];
  /** The events since the fault, oldest first. */
  heard: Look["heard"];
  /** Uncaught errors of the page. */
  errors: string[];
}

/** Time limit for the outcome of a row, in ms. */
const limit = 15_000;
/** Number of frames that prove playback. */
const moving = 25;
/** The shortest interruption that counts as one, in ms. */
const stillness = 800;

/** Runs a row with one player in a new page. A failure to run it becomes the outcome. `chance`, 0 to 1, replaces Math.random() in our player. */
export async function run(row: Row, player: PlayerId, browser: Browser, chance: number): Promise<Result> {
  const viewer = await Viewer.open(browser, player, chance);
  try {
    return await goThrough(row, viewer);
  } catch (error) {
    const [why] = String(error).split("\n");
    const [left, counters] = [await viewer.left(), await viewer.counters()];
    const nothing = { still: 0, again: null, black: { samples: 0, time: 0 }, repulls: 0, sessions: 0, stops: 0, retryable: undefined };
    return { player, outcome: why!, ...nothing, left, held: [counters, counters], heard: (await viewer.look()).heard, errors: viewer.errors };
  } finally {
    await viewer.close();
  }
}

async function goThrough(row: Row, viewer: Viewer): Promise<Result> {
  const before = await warmUp(viewer);
  await viewer.create(optionsOf(row));
  await start(row, viewer);
  for (const step of row.inject ?? []) await step(viewer);
  const look = await viewer.lookUntil((look) => outcomeOf(row, look) !== null, limit);
  const outcome = outcomeOf(row, look) ?? timeout(look);
  const repulls = viewer.pulls - 1;
  if (!outcome.startsWith("failed")) await viewer.stop(); // a failed play must release its resources without stop()
  const left = await until(() => viewer.left(), ({ connections, timers }) => connections === 0 && timers === 0, 5_000);
  const after = await until(() => viewer.counters(), (after) => !after || holdsNoMore(before, after), 5_000);
  const { still, again, black, heard } = look;
  return {
    player: viewer.player,
    outcome,
    retryable: errorOf(look)?.detail.retryable,
    ...{ still, again, black, repulls, left, heard },
    held: [before, after],
    ...(await accounts(viewer)),
    errors: viewer.errors,
  };
}

/** Plays once, so that everything is loaded and compiled. @returns the program's counters between two plays */
async function warmUp(viewer: Viewer): Promise<Counters> {
  await viewer.create();
  viewer.newStream();
  await viewer.play();
  await expectMoving(viewer);
  await viewer.stop();
  await until(() => viewer.left(), ({ connections }) => connections === 0, 5_000);
  viewer.forget();
  return viewer.counters();
}

function optionsOf(row: Row): LEB.PlayerOptions {
  const hosts = row.hosts?.map((fault) => (fault ? `${servers.edge}/edge/host/${fault}` : servers.edge));
  return { ...row.options, ...(hosts && { signalURL: hosts }) };
}

/** Plays. If the row injects a fault, waits for steady playback. */
async function start(row: Row, viewer: Viewer): Promise<void> {
  viewer.newStream();
  for (const step of row.before ?? []) await step(viewer);
  await viewer.play();
  if (!row.inject) return;
  await expectMoving(viewer);
  await viewer.mark();
}

async function expectMoving(viewer: Viewer): Promise<void> {
  const look = await viewer.lookUntil((look) => look.framesOfOther >= moving && isWell(look), 10_000);
  if (look.framesOfOther < moving) throw new Error(`${viewer.player} does not start: ${JSON.stringify(look.heard)}`);
}

/** Returns the outcome of the row, or null while it is undecided. */
function outcomeOf(row: Row, look: Look): string | null {
  const error = errorOf(look);
  if (error) return `failed: ${error.detail.code}`;
  if (row.expect.outcome === "stopped") return look.state === "stopped" || look.sinceFrame > 2_000 ? "stopped" : null;
  if (!isWell(look)) return null;
  const { switching, plays } = row.expect;
  if (switching && !look.heard.some(({ type }) => type === switching)) return null;
  if (plays !== undefined) return look.elapsed >= plays ? "plays" : null;
  const replaced = look.framesOfOther >= moving;
  const wentOn = look.again !== null && look.still >= stillness && look.framesSinceStill >= moving;
  return replaced || wentOn ? "plays" : null;
}

/** Reports whether frames are displayed and, for our player, whether its state is `playing`. */
const isWell = (look: Look): boolean => look.sinceFrame < 500 && (look.state ?? "playing") === "playing";

const errorOf = (look: Look) => look.heard.find(({ type }) => type === "error" || type === "refused");

const timeout = (look: Look): string =>
  look.sinceFrame < 500 ? `no outcome after ${limit / 1000} s` : `no frame after ${Math.round(look.elapsed / 1000)} s`;

/** Counts sessions and stopstreams, after a wait for late stopstreams. */
async function accounts(viewer: Viewer): Promise<Pick<Result, "sessions" | "stops">> {
  const ask = async () => ({
    sessions: (await viewer.sessions()).length,
    stops: (await viewer.calls("stopstream")).length,
  });
  return until(ask, ({ sessions, stops }) => stops >= sessions, 4_000);
}

/** Reports whether a program holds no values of the last play. A play in progress holds about a hundred. */
export const holdsNoMore = (before: Counters, after: Counters): boolean =>
  !!before && !!after && after.liveFuncs <= before.liveFuncs && after.handles < before.handles + 20;
