// The benchmark's results as Markdown.
import { crowdTable } from "./crowdreport.mjs";
import { latencyTables } from "./latencyreport.mjs";
import { failureList, ms, table } from "./markdown.mjs";
import { rivals } from "./players.mjs";
import { siteTables } from "./sitereport.mjs";
import { median, quantile, ratioOfMedians } from "./statistics.mjs";

const mebibytes = (value) => (value ? (value / 2 ** 20).toFixed(1) : "–");
const kilobytes = (value) => (value / 1000).toFixed(1);

export function report({ machine, players, firstFrame, slow, switches, playing, reading, crowds, visits, latency, site }) {
  return [
    describe(machine),
    table(["player", "files, brotli -q 11, kB"], players.map(({ label, bytes }) => [label, kilobytes(bytes)])),
    firstFrame && firstFrameTables(firstFrame, "First frame"),
    slow && firstFrameTables(slow, "First frame on a slower processor"),
    switches && switchTable(switches),
    visits && visitsTable(visits),
    playing && playingTable(playing),
    reading && readingTable(reading),
    crowds && crowdTable(crowds),
    latency && latencyTables(latency),
    site && siteTables(site),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function describe({ date, cpu, cores, load, chromium, commit }) {
  return `${date.slice(0, 16).replace("T", " ")} UTC · ${cores} cores of ${cpu} · load ${load.toFixed(1)} before · Chromium ${chromium} · ${commit}`;
}

function firstFrameTables(series, title) {
  const rounds = series[0].samples.length;
  const sections = [
    `### ${title}, median of ${rounds} (quartiles), ms\n\n${unprepared(series)}${grid(series, (one) => frames(one))}`,
    `### Ratios of medians in the same run, 95 % intervals by bootstrap over the rounds\n\n${ratios(series)}`,
    `### Phases, medians in ms\n\n${phasesKey}\n\n${phases(series)}`,
  ];
  sections.push(failureList(series, ({ network, player, start }) => `${player.label}, ${start}, ${network.label}`));
  return sections.join("\n\n");
}

/** Returns a table with a row for each player and start, and a column for each network. */
function grid(series, cell, rows = series) {
  const networks = [...new Set(series.map(({ network }) => network))];
  const keys = [...new Map(rows.map(({ player, start }) => [`${start} ${player.id}`, { player, start }])).values()];
  keys.sort((a, b) => a.start.localeCompare(b.start));
  return table(
    ["round-trip time", ...networks.map(({ label }) => label)],
    keys.map(({ player, start }) => [
      `${start}: ${player.label}`,
      ...networks.map((network) => {
        const one = find(series, network, player.id, start);
        return one ? cell(one) : "";
      }),
    ]),
  );
}

const find = (series, network, id, start) => series.find((one) => one.network === network && one.player.id === id && one.start === start);
const valuesOf = ({ samples }, name) => samples.map((sample) => sample?.[name]).filter(Number.isFinite);

function frames(one) {
  const values = valuesOf(one, "frame");
  const failed = one.failures.length ? `, ${one.failures.length} failed` : "";
  return `${ms(median(values))} (${ms(quantile(values, 0.25))}–${ms(quantile(values, 0.75))}${failed})`;
}

function ratios(series) {
  const ours = series.filter(({ player }) => player.ours);
  const toRivals = Object.entries(rivals).map(([id, label]) => `÷ ${label}\n\n${grid(series, (one) => ratioTo(series, one, id), ours)}`);
  const changed = ours.filter(({ player }) => player.before);
  if (changed.length) toRivals.push(`÷ the same build, before\n\n${grid(series, (one) => ratioTo(series, one, one.player.before), changed)}`);
  return toRivals.join("\n\n");
}

/** Compares a series with that of another player. If that cannot be prepared, a prepared start is compared with its best, loaded. */
function ratioTo(series, one, other) {
  const theirs = find(series, one.network, other, one.start) ?? find(series, one.network, other, "loaded");
  const { ratio, low, high } = ratioOfMedians(one.samples.map((sample, i) => [sample?.frame, theirs.samples[i]?.frame]));
  return `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

/** Lists the players without a prepared start. */
function unprepared(series) {
  const labels = (list) => [...new Set(list.map(({ player }) => player.label))];
  const prepared = labels(series.filter(({ start }) => start === "prepared"));
  const others = labels(series).filter((label) => !prepared.includes(label));
  return prepared.length && others.length ? `Without a "prepared" row, because they have no counterpart of prepare(): ${others.join(", ")}.\n\n` : "";
}

/** The phases in the samples of every player, in the order of the events. */
const phaseNames = ["downloaded", "called", "compiled", "started", "connection", "offered", "posted", "answered", "answerSet", "ice", "connected", "received", "frame"];
const phasesOfCold = ["downloaded", "called", "compiled", "started"];
const phasesKey = [
  "downloaded: the player's own files were loaded (cold only, as the next three)",
  "called: play() was called, once the page's scripts had run; compiled, started: leb.wasm was instantiated, and ready for the play",
  "connection, offered: an RTCPeerConnection was made, and its offer",
  "posted, answered: start and end of the pull request, from Resource Timing",
  "answerSet: setRemoteDescription() resolved",
  "ice, connected: the events of these states; the second one includes DTLS",
  "received, frame: arrival of the first frame's last packet, and its display, from requestVideoFrameCallback",
].join("; ");

function phases(series) {
  const networks = [...new Set(series.map(({ network }) => network))];
  return table(
    ["", ...phaseNames],
    networks.flatMap((network) => series.filter((one) => one.network === network)).map((one) => [
      `${one.network.label}, ${one.start}: ${one.player.label}`,
      ...phaseNames.map((name) => (phasesOfCold.includes(name) && one.start !== "cold" ? "" : ms(median(valuesOf(one, name))))),
    ]),
  );
}

function switchTable(series) {
  const cell = (one) => `${frames(one)}, ${median(valuesOf(one, "intervals")).toFixed(1)} intervals of the frames`;
  const title = `### Change to another stream: until its first frame, median of ${series[0].samples.length} (quartiles), ms`;
  return [title, grid(series, cell), failureList(series, ({ network, player, start }) => `${player.label}, ${start}, ${network.label}`)].join("\n\n");
}

function visitsTable(visits) {
  const rows = visits.flatMap(({ player, samples: profiles }) =>
    (profiles[0] ?? []).map((_, i) => {
      const samples = profiles.map((visits) => visits[i]);
      const of = (pick) => ms(median(samples.map(pick).filter(Number.isFinite)));
      return [
        `${player.label}, visit ${i + 1}`,
        of(({ frame }) => frame),
        of(({ downloaded }) => downloaded),
        of(({ waterfall }) => waterfall?.load),
        player.ours ? `${samples.filter(({ codeCache }) => codeCache === "used").length} of ${samples.length}` : "",
      ];
    }),
  );
  const head = ["", "frame", "downloaded", "load phase", "compiled module from the cache"];
  return section(`Later visits, with a restart of the browser before each, 0 ms, median of ${visits[0].samples.length}, ms`, head, rows, visits);
}

/** Returns a table with its heading and failures. */
function section(title, head, rows, results) {
  return `### ${title}\n\n${table(head, rows)}\n\n${failureList(results, ({ player }) => player.label)}`;
}

const medianOf = (samples, name) => median(samples.map((sample) => sample[name]));

function playingTable(playing) {
  const rows = playing.map(({ player, samples }) => [
    player.label,
    ms(medianOf(samples, "task")),
    ms(medianOf(samples, "script")),
    mebibytes(medianOf(samples, "heap")),
    mebibytes(medianOf(samples, "wasm")),
  ]);
  const head = ["", "main thread, ms per minute", "of it script", "JavaScript heap, MiB", "wasm memory, MiB"];
  return section(`Playing for 30 s, statistics every second (none in the minimal player), median of ${playing[0].samples.length}`, head, rows, playing);
}

function readingTable(reading) {
  const rows = reading.map(({ player, samples }) => [player.label, median(samples.map(({ cost }) => cost)).toFixed(2)]);
  return section(`One reading of the statistics, median of ${reading[0].samples.length}`, ["", "main thread, ms"], rows, reading);
}
