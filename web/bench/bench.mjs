// Compares this player with Tencent's and with a minimal one, in Chromium and on emulated networks.
//
//   node web/bench/bench.mjs [-n ROUNDS] [--only PART,…] [--count N,…] [--scenario ID,…] [--before DIST] [--quick]
//
// -n         number of rounds of first frames (default 15); the slow parts run a fifth as often
// --only     parts to run: firstframe, slow, switch, visits, playing, players, latency, site (default all)
// --count    players in one page, of the part players: 1, 4, 16, 32 (default all)
// --scenario latency scenarios: clean, clean-muted, jitter, jitter-muted, hold, hold-2000, freeze, hidden, hidden-muted (default all)
// --before   the dist/ folder of another version, built in a checkout of its own, to be measured in the same run
// --quick    few rounds, short for -n 3, and without --only the first frames alone
//
// Requires the output of `make build`. Prints Markdown, and writes all samples to dist/bench/. With UPDATE set in the environment, the
// documents get the tables of the parts that have run.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { withBrowser } from "./browser.mjs";
import { counts, measurePlayers } from "./crowd.mjs";
import { updateDocuments } from "./documents.mjs";
import { measureFirstFrames } from "./firstframe.mjs";
import { measureLatency, scenarios } from "./latency.mjs";
import { describeMachine } from "./machine.mjs";
import { contendersOf, findPlayers, ownPlayer, withoutReports } from "./players.mjs";
import { report } from "./report.mjs";
import { measurePlaying, measureReading } from "./resources.mjs";
import { measureSite } from "./site.mjs";
import { slowed, startServers, top } from "./servers.mjs";
import { measureSwitches } from "./switches.mjs";
import { measureVisits } from "./visits.mjs";

const allParts = ["firstframe", "slow", "switch", "visits", "playing", "players", "latency", "site"];

function parseOptions() {
  const { values } = parseArgs({
    options: {
      n: { type: "string", short: "n" },
      only: { type: "string" },
      count: { type: "string" },
      scenario: { type: "string" },
      before: { type: "string" },
      quick: { type: "boolean" },
    },
  });
  const rounds = Number(values.n ?? (values.quick ? 3 : 15));
  const parts = someOf("--only", values.only, allParts) ?? (values.quick ? ["firstframe"] : allParts);
  const ids = someOf("--scenario", values.scenario, scenarios.map(({ id }) => id));
  const crowds = someOf("--count", values.count, counts.map(String))?.map(Number) ?? counts;
  const wanted = scenarios.filter(({ id }) => ids?.includes(id) ?? true);
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error("-n: expected a number of rounds");
  if (process.env.UPDATE && (ids || values.count)) throw new Error("UPDATE: the documents have whole parts, without --count and --scenario");
  return { rounds, repeats: Math.max(1, Math.round(rounds / 5)), parts, crowds, wanted, before: values.before };
}

/** Parses a comma-separated list of some of these words. Returns undefined if the option is not set. */
function someOf(option, value, words) {
  const list = value?.split(",");
  const unknown = list?.find((word) => !words.includes(word));
  if (unknown !== undefined) throw new Error(`${option} ${unknown}: expected some of ${words.join(", ")}`);
  return list;
}

/** Runs `measure` several times for each player, in turn. @returns the samples and failures of each player */
async function inTurn(players, repeats, measure) {
  const results = players.map((player) => ({ player, samples: [], failures: [] }));
  for (let i = 0; i < repeats; i++) {
    for (const { player, samples, failures } of results) {
      try {
        samples.push(await measure(player));
      } catch (error) {
        failures.push(String(error.message ?? error));
      }
    }
  }
  return results;
}

const progress = (line) => process.stderr.write(`bench: ${line}\n`);

async function run({ rounds, repeats, parts, crowds, wanted, before }) {
  const { players, mounts } = findPlayers(before);
  const servers = await startServers(mounts);
  const [local] = servers.networks;
  const results = { machine: await withBrowser(describeMachine), players };
  try {
    if (parts.includes("firstframe")) {
      results.firstFrame = await measureFirstFrames({ networks: servers.networks, players, rounds, progress });
    }
    if (parts.includes("slow")) {
      results.slow = await measureFirstFrames({ networks: slowed(local), players: contendersOf(players), rounds, progress });
    }
    if (parts.includes("switch")) {
      results.switches = await measureSwitches({ networks: servers.networks, players, rounds, progress });
    }
    if (parts.includes("visits")) {
      progress("later visits");
      const visited = players.filter(({ id }) => id !== "minimal"); // has hardly any code to cache
      results.visits = await inTurn(visited, repeats, (player) => measureVisits(local, player));
    }
    if (parts.includes("playing")) {
      progress("playing for 30 s");
      const contenders = [...players, withoutReports(ownPlayer(players))];
      results.playing = await inTurn(contenders, repeats, (player) => withBrowser((browser) => measurePlaying(browser, local, player)));
      results.reading = await inTurn([ownPlayer(players)], repeats, (player) => withBrowser((browser) => measureReading(browser, local, player)));
    }
    if (parts.includes("players")) {
      results.crowds = await measurePlayers({ network: local, players, counts: crowds, repeats, progress, inTurn });
    }
    if (parts.includes("latency")) {
      results.latency = await measureLatency({ networks: servers.networks, players, repeats, wanted, progress });
    }
  } finally {
    await servers.stop();
  }
  if (parts.includes("site")) results.site = await measureSite(repeats, progress);
  return results;
}

function save(results) {
  const file = path.join(top, "dist/bench", `${results.machine.date.slice(0, 19).replaceAll(":", "-")}.json`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(results, null, 1));
  progress(`all samples: ${path.relative(top, file)}`);
}

const results = await run(parseOptions());
save(results);
if (process.env.UPDATE) for (const name of updateDocuments(results)) progress(`written: ${name}`);
console.log(report(results));
