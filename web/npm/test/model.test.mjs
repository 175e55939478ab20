// The shell against a fake program, in thousands of orders: what the page, the viewer, the program and the browser do, each at any time.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "../loadsource.mjs";
import { installPage } from "./fakepage.mjs";
import { fakeWasm } from "./fakeprogram.mjs";
import { Walk, fallbackNames, turn } from "./walk.mjs";

const orders = 20000;
const longest = 24;
const seed = Number(process.env.SEED || (Math.random() * 2 ** 31) | 0);

installPage();
const shell = await load(
  `export { Player } from "./player.js"; export { LEBError } from "./error.js";
   export { Program } from "./program.js"; export { useModule } from "./wasm.js";`,
  { replaced: { "./wasm.js": fakeWasm } },
);

/** What a player, A or B, is told, and what happens to its video. */
const each = {
  plays: (walk, player) => walk.play(player, false),
  "plays with a signal": (walk, player) => walk.play(player, true),
  "is aborted": (_, player) => player.controller?.abort(),
  stops: (walk, player) => walk.stop(player),
  switches: (walk, player) => walk.switchTo(player),
  "changes its options": (walk, player) => walk.setOptions(player, (player.latency ?? 0) + 1),
  "changes an option to a bad value": (walk, player) => walk.setOptions(player, 5000),
  pauses: (walk, player) => walk.pause(player),
  resumes: (walk, player) => walk.resume(player),
  prepares: (walk, player) => walk.prepare(player),
  "prepares a stream": (walk, player) => walk.prepareStream(player),
  "plays what it has prepared": (walk, player) => walk.play(player, false, walk.preparedStream(player)),
  "switches to what it has prepared": (walk, player) => walk.switchTo(player, walk.preparedStream(player)),
  "is given the next video": (walk, player) => walk.attach(player, 1),
  "is given the video before": (walk, player) => walk.attach(player, 2),
  "is destroyed": (walk, player) => walk.destroy(player),
  "'s viewer mutes or unmutes": (walk, { screen }) => walk.mute(screen, !screen.video.muted),
  "'s viewer changes the volume": (walk, { screen }) => walk.turnUp(screen, screen.video.volume === 1 ? 0.5 : 1),
  "'s browser refuses sound, or no more": (_, { screen }) => (screen.video.refuses = !screen.video.refuses),
  "'s video is taken over": (walk, { screen }) => walk.takeOver(screen),
  "'s stream is shown": (walk, player) => void walk.session(player)?.show(),
  "'s stream has its first frame": (walk, player) => walk.answer(player, firstFrame),
  "'s stream stalls": (walk, player) => walk.session(player)?.note("statechange", { to: "stalled", reason: "media" }),
  "'s stream plays": (walk, player) => walk.session(player)?.note("statechange", { to: "playing", reason: "media" }),
  "'s stream fails": (walk, player) => walk.answer(player, (session) => session.fail(false), "closed"),
  "'s stream fails for now": (walk, player) => walk.answer(player, (session) => session.fail(true), "closed"),
  "'s page is left": (walk, player) => walk.session(player)?.leave(),
  "'s switch succeeds": (walk, player) => walk.session(player)?.switched(undefined),
  "'s switch fails": (walk, player) => walk.session(player)?.switched({ code: "refused", message: "refused", retryable: false }),
  "'s first session speaks again": (walk, { screen }) => speak(walk.module.sessions.find(({ video }) => video === screen.video)),
  "'s HLS has a frame": (_, { screen }) => screen.video.media("loadeddata"),
  "'s HLS waits": (_, { screen }) => screen.video.media("waiting"),
  "'s HLS ends": (_, { screen }) => screen.video.media("ended"),
  "'s HLS fails": (_, { screen }) => screen.video.media("error"),
};

/** Joins the steps before and after it: no turn passes between them. */
const atOnce = "and at once";

/** What concerns both players. */
const all = {
  "the module arrives": (walk) => walk.module.arrive(),
  "the module's load fails": (walk) => walk.module.fail(),
  "the program dies": (walk) => walk.die(),
  "the page's fallback is ready": (walk) => walk.awaited.shift()?.resolve("https://host.example/live.m3u8"),
  "the page's fallback has taken over": (walk) => walk.awaited.shift()?.resolve(undefined),
  "the page's fallback fails": (walk) => walk.awaited.shift()?.reject(new Error("by the page")),
  "the oldest prepared stream ends": (walk) => walk.module.end(walk.module.pulls[0]),
  "something is answered": (walk) => walk.release(),
  [atOnce]: () => undefined,
};

/** What listeners do in the middle of a dispatch. */
const reactions = [
  "prepares a stream",
  "plays what it has prepared",
  "plays",
  "plays with a signal",
  "stops",
  "switches",
  "resumes",
  "changes its options",
  "is given the next video",
  "is destroyed",
  "is aborted",
];
const occasions = ["stopped", "failed", "error", "playing", "reconnecting", "fallback", "firstframe", "autoplayblocked"];

function firstFrame(session) {
  session.note("firstframe", { sessionId: "id", elapsed: 1, waterfall: {} });
  session.note("statechange", { to: "playing", reason: "first frame" });
}

/** A program that reports after the end, as it must not. */
function speak(session) {
  if (!session || session.live) return;
  session.say("statechange", { to: "playing", reason: "late" });
  session.say("firstframe", { sessionId: "id", elapsed: 1, waterfall: {} });
  session.say("warning", { code: "network", message: "late", retryable: false });
  session.say("error", { code: "closed", message: "late", retryable: false });
}

/** All steps by their names, and the names in the groups that are drawn from. */
const steps = { ...all };
const names = { all: Object.keys(all), each: [], reactions: [] };
for (const [index, name] of ["A", "B"].entries()) {
  for (const [what, act] of Object.entries(each)) add("each", `${name}${what.startsWith("'") ? "" : " "}${what}`, (walk) => act(walk, walk.players[index]));
  for (const event of occasions) {
    for (const what of reactions) {
      add("reactions", `at ${name}'s ${event} a listener: ${name} ${what}`, (walk) => {
        const player = walk.players[index];
        player.reactions.push({ event, act: () => each[what](walk, player) });
      });
    }
  }
}

function add(group, name, act) {
  steps[name] = act;
  names[group].push(name);
}

/** Ways to where much can happen, without which few walks would get there. */
const plays = ["A plays", "the module arrives", "A's stream is shown", "A's stream has its first frame"];
const refusal = "A's browser refuses sound, or no more";
const answers = ["something is answered", "something is answered"];
const muting = [refusal, ...plays, "something is answered"];
const muted = [...muting, "something is answered"];
const fallsBack = [...plays, "A's stream fails for now", "the page's fallback is ready", "A's HLS has a frame"];
const openings = [
  [],
  plays,
  muting,
  muted,
  [...muted, "A resumes"],
  [...muted, refusal, "A resumes"],
  ["A prepares a stream", "the module arrives", "A prepares a stream"],
  [...plays, "A prepares a stream", "A prepares a stream"],
  fallsBack,
  [...fallsBack, "A is given the next video"],
  [...muted, "A is given the next video"],
  [...muted, "A resumes", "A is given the next video"],
  [...muted.map((name) => name.replace("A", "B")), "A's viewer mutes or unmutes", ...plays, "A is given the next video"],
  [refusal, ...fallsBack, ...answers, "something is answered"],
];

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names.each) },
  { weight: 3, arbitrary: fc.constantFrom(...names.all) },
  { weight: 2, arbitrary: fc.constantFrom("something is answered", atOnce, ...plays) },
  { weight: 2, arbitrary: fc.constantFrom(...names.reactions) },
);
const setting = fc.record({
  oneVideo: fc.boolean(),
  fallback: fc.constantFrom(...fallbackNames),
  autoplay: fc.constantFrom("muted", "manual"),
  loaded: fc.boolean(),
  badURL: fc.integer({ min: 0, max: 15 }).map((n) => n === 15),
  destroying: fc.boolean(),
});
const path = fc.tuple(fc.constantFrom(...openings), fc.array(step, { maxLength: longest, size: "max" })).map((parts) => parts.flat());

async function walk(scheduler, { destroying, ...settings }, taken) {
  const run = new Walk(shell, scheduler, settings);
  for (const [i, name] of taken.entries()) {
    await steps[name](run);
    if (name === atOnce || taken[i + 1] === atOnce) continue;
    await turn();
    run.check();
  }
  await run.end(destroying);
}

// Checked before the first test() is called, because from then on the test runner takes every rejection that is unhandled for its own.
console.log(`seed of the model: ${seed}`);
const result = await fc.check(fc.asyncProperty(fc.scheduler(), setting, path, walk), { seed, numRuns: orders });
console.log(`orders: ${result.numRuns}, each an opening and up to ${longest} steps`);

test("the laws of the shell hold in every order", () => {
  if (!result.failed) return;
  const [scheduler, settings, taken] = result.counterexample;
  const law = result.errorInstance?.message;
  assert.fail([law, JSON.stringify(settings), ...taken, String(scheduler), `SEED=${seed}, shortened ${result.numShrinks} times`].join("\n"));
});
