// The results of the latency part as Markdown.
import { failureList, ms, table } from "./markdown.mjs";
import { rivals } from "./players.mjs";
import { median, quantile, ratioOfMedians } from "./statistics.mjs";

const key = [
  "latency: from the edge's sending a frame to its display, median of the displayed frames",
  "age: of the displayed frame, averaged over time, so that gaps count; at 25 frames per second it is 20 ms more",
  "freezes: as freezeCount of W3C webrtc-stats, the disturbance itself included",
  `÷: ratio to ${rivals.tencent}'s median, with the 95 % interval by bootstrap over the rounds`,
].join("; ");

export function latencyTables(series) {
  const rounds = series[0].samples.length;
  return [
    `### Latency to the screen, medians of ${rounds} (quartiles), ms\n\n${key}`,
    ...groups(series).map(groupTable),
    failureList(series, ({ scenario, network, player }) => `${player.label}, ${scenario.label}, ${network.label}`),
  ].join("\n\n");
}

/** Groups the series by scenario and network. */
function groups(series) {
  const groups = new Map();
  for (const one of series) {
    const name = `${one.scenario.id} ${one.network.id}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()];
}

function groupTable(group) {
  const [{ scenario, network }] = group;
  const theirs = group.find(({ player }) => player.id === "tencent");
  const rows = group.map((one) => [
    one.player.label,
    spread(one, "latency"),
    one === theirs ? "" : ratio(one, theirs, "latency"),
    spread(one, "age"),
    one === theirs ? "" : ratio(one, theirs, "age"),
    ms(median(valuesOf(one, "freezes"))),
    (median(valuesOf(one, "frozen")) / 1000).toFixed(1),
  ]);
  const head = [`${scenario.label}, round-trip time ${network.label}`, "latency", "÷", "age", "÷", "freezes", "frozen, s"];
  return table(head, rows);
}

const valuesOf = ({ samples }, name) => samples.map((sample) => sample?.[name]).filter(Number.isFinite);

function spread(one, name) {
  const values = valuesOf(one, name);
  return `${ms(median(values))} (${ms(quantile(values, 0.25))}–${ms(quantile(values, 0.75))})`;
}

function ratio(one, theirs, name) {
  const { ratio, low, high } = ratioOfMedians(one.samples.map((sample, i) => [sample?.[name], theirs.samples[i]?.[name]]));
  return `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
