// The medians of a run: what the documents tell of it, small enough to be committed.
import { contendersOf } from "./players.mjs";
import { median, quantile, ratioOfMedians } from "./statistics.mjs";

/** The players of the table of sizes. */
const sized = ["leb", "go", "tencent"];

const rounded = (value, digits = 0) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : null);
const valuesOf = ({ samples }, name) => samples.map((sample) => sample?.[name]).filter(Number.isFinite);
const medianOf = (one, name, digits) => rounded(median(valuesOf(one, name)), digits);

/** Returns the medians of each part that a run has measured, with the run's date, machine, browser and number of rounds. */
export function mediansOf({ machine, players, firstFrame, slow, switches, visits, playing, reading, crowds, latency, site }) {
  const documented = ({ player: { id } }) => contendersOf(players).some((player) => player.id === id && !id.startsWith("before-"));
  const part = (series, rows) => series && { run: runOf(machine, series), rows: rows(series.filter(documented)) };
  const parts = {
    size: { run: { date: dateOf(machine) }, rows: players.filter(({ id }) => sized.includes(id)).map(sizeOf) },
    firstFrame: part(firstFrame, framesOf),
    slow: part(slow, framesOf),
    switches: part(switches, (rows) => rows.map(switchOf)),
    visits: part(visits, (rows) => rows.map(visitsOf)),
    playing: part(playing, (rows) => rows.map(costOf)),
    reading: part(reading, ([one]) => ({ cost: medianOf(one, "cost", 2) })),
    crowds: crowds && {
      run: runOf(machine, crowds[0].results),
      rows: crowds.flatMap((crowd) => crowd.results.filter(documented).map((one) => crowdOf(crowd, one))),
    },
    latency: part(latency, latenciesOf),
    site: site && { run: runOf(machine, site.results), rows: { files: site.files, paints: site.results.map(paintsOf) } },
  };
  return Object.fromEntries(Object.entries(parts).filter(([, measured]) => measured));
}

const dateOf = ({ date }) => date.slice(0, 10);

function runOf(machine, series) {
  const { cpu, cores, chromium } = machine;
  return { date: dateOf(machine), cpu, cores, chromium, rounds: Math.max(...series.map(({ samples }) => samples.length)) };
}

const sizeOf = ({ id, bytes, files }) => ({ player: id, bytes, files });
const nameOf = ({ network, player, start }) => ({ network: network.id, player: player.id, start });

function spread(one, name) {
  const values = valuesOf(one, name);
  return { median: rounded(median(values)), quartiles: [0.25, 0.75].map((share) => rounded(quantile(values, share))) };
}

const switchOf = (one) => ({ ...nameOf(one), ...spread(one, "frame"), intervals: medianOf(one, "intervals", 2) });

/** Our rows have their ratios to those of the others, which were measured in the same rounds. */
function framesOf(series) {
  return series.map((one) => ({
    ...nameOf(one),
    ...spread(one, "frame"),
    ...(one.player.ours && { ratios: Object.fromEntries(["tencent", "minimal"].map((id) => [id, ratioTo(series, one, id)])) }),
  }));
}

/** Returns [ratio, low, high]. A start that the other player lacks is compared with its best, loaded. */
function ratioTo(series, one, id) {
  const rows = series.filter((theirs) => theirs.player.id === id && theirs.network.id === one.network.id);
  const other = (start) => rows.find((theirs) => theirs.start === start);
  return ratio(one, other(one.start) ?? other("loaded"), "frame");
}

function ratio(one, theirs, name) {
  const { ratio, low, high } = ratioOfMedians(one.samples.map((sample, i) => [sample?.[name], theirs.samples[i]?.[name]]));
  return [ratio, low, high].map((value) => rounded(value, 2));
}

function visitsOf({ player, samples }) {
  const visit = (i) => rounded(median(samples.map((visits) => visits[i]?.frame).filter(Number.isFinite)));
  return { player: player.id, visits: (samples[0] ?? []).map((_, i) => visit(i)) };
}

function costOf(one) {
  const costs = Object.fromEntries(["task", "script", "heap", "wasm"].map((name) => [name, medianOf(one, name)]));
  return { player: one.player.id, ...(one.player.query && { noReports: true }), ...costs };
}

function crowdOf({ count, wish }, one) {
  const costs = Object.fromEntries(["task", "script", "cpu", "wasm", "heap", "frame", "moving"].map((name) => [name, medianOf(one, name)]));
  return { count, wish: /statistics/.test(wish) ? "statistics" : "default", player: one.player.id, ...costs };
}

function latenciesOf(series) {
  return series.map((one) => {
    const alike = series.filter(({ scenario, network }) => scenario.id === one.scenario.id && network.id === one.network.id);
    const theirs = alike.find(({ player }) => player.id === "tencent");
    return {
      scenario: one.scenario.id,
      network: one.network.id,
      player: one.player.id,
      ...spread(one, "latency"),
      freezes: medianOf(one, "freezes"),
      ...(one.player.ours && { ratio: ratio(one, theirs, "latency") }),
    };
  });
}

const paintsOf = (one) => ({ network: one.network.id, ...Object.fromEntries(["fcp", "lcp", "frame"].map((name) => [name, medianOf(one, name)])) });
