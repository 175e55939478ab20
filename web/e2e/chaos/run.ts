import type { Browser } from "@playwright/test";
import type * as LEB from "leb-player";
import { servers } from "../servers.js";
import type { Row } from "./row.js";
import { type Counters, type Left, type Look, type PlayerId, until, Viewer } from "./viewer.js";

/** What one player made of a row. Times in ms. */
export interface Result {
  player: PlayerId;
  /** As in Expectation, or what was waited for in vain. */
  outcome: string;
  retryable: unknown;
  /** The longest time without a moving picture. */
  still: number;
  /** When the picture moved again, from the fault on; null: it didn't. */
  again: number | null;
  /** How long, and in how many animation frames, there was no picture or a black one. */
  black: Look["black"];
  /** Pulls after the first. */
  repulls: number;
  /** Sessions that the edge began, and stopstreams that it got. */
  sessions: number;
  stops: number;
  /** What is open after the play. */
  left: Left;
  /** What the program held before the play, and holds after it. */
  held: [before: Counters, after: Counters];
  /** Events since the fault, oldest first. */
  heard: Look["heard"];
  /** Uncaught errors of the page. */
  errors: string[];
}

/** How long a row may take until its outcome is seen, in ms. */
const limit = 15_000;
/** Frames that make a moving picture. */
const moving = 25;
/** A picture that stood still for less needs no explanation. */
const stillness = 800;

/** Has one player go through a row in a new page. What keeps it from that is its outcome too. Chance is ours to draw: `chance` of 1. */
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
  const outcome = outcomeOf(row, look) ?? vain(look);
  const repulls = viewer.pulls - 1;
  if (!outcome.startsWith("failed")) await viewer.stop(); // what has failed must have tidied up by itself
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

/** Plays once, so that all is loaded and compiled. @returns what the program holds between two plays */
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

/** Plays, and when there is something to inject waits until all is well. */
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
  if (look.framesOfOther < moving) throw new Error(`${viewer.player} does not even start: ${JSON.stringify(look.heard)}`);
}

/** What has become of the row, or null when that is not known yet. */
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

/** The picture moves; our player knows. */
const isWell = (look: Look): boolean => look.sinceFrame < 500 && (look.state ?? "playing") === "playing";

const errorOf = (look: Look) => look.heard.find(({ type }) => type === "error" || type === "refused");

const vain = (look: Look): string =>
  look.sinceFrame < 500 ? `nothing happened in ${limit / 1000} s` : `no picture after ${Math.round(look.elapsed / 1000)} s`;

/** Compares sessions with stopstreams, once these have had the time to come. */
async function accounts(viewer: Viewer): Promise<Pick<Result, "sessions" | "stops">> {
  const ask = async () => ({
    sessions: (await viewer.sessions()).length,
    stops: (await viewer.calls("stopstream")).length,
  });
  return until(ask, ({ sessions, stops }) => stops >= sessions, 4_000);
}

/** Whether a program holds nothing of the last play. While one is under way it holds a hundred values more. */
export const holdsNoMore = (before: Counters, after: Counters): boolean =>
  !!before && !!after && after.liveFuncs === before.liveFuncs && after.handles < before.handles + 20;
