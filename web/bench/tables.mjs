// The documents' tables, from the medians of results.json.
import { ms, table } from "./markdown.mjs";
import { words } from "./words.mjs";

const grouped = (value) => (Number.isFinite(value) ? value.toLocaleString("en-US") : "–");
/** Returns a number with some digits after the point. A measurement that has failed in every round is null. */
const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const mebibytes = (value) => (value ? (value / 2 ** 20).toFixed(1) : "–");
const interval = ([ratio, low, high]) => (ratio === null ? "–" : ratio.toFixed(2) + (low === null || low === high ? "" : ` (${low.toFixed(2)}–${high.toFixed(2)})`));
const unique = (list) => [...new Set(list)];
const paths = ["0", "40", "80"];

/** Returns what stands between the marks of the documents, by name, in one language: tables, and three phrases. */
export function tablesOf(medians, language) {
  const say = words[language];
  const written = ({ run }, text) => `${text}\n\n${say.caption(run)}`;
  const { size, firstFrame, slow, switches, visits, playing, crowds, latency } = medians;
  return {
    size: `${sizeTable(size.rows, say)}\n\n${say.built(size.run.date)}`,
    firstframe: written(firstFrame, framesTable(firstFrame.rows, say)),
    ratios: written(firstFrame, ratiosTable(firstFrame.rows, say)),
    slow: written(slow, `${framesTable(slow.rows, say)}\n\n${ratiosTable(slow.rows, say)}`),
    switch: written(switches, switchTable(switches.rows, say)),
    visits: written(visits, visitsTable(visits.rows, say)),
    playing: written(playing, playingTable(playing.rows, say)),
    players: written(crowds, crowdTable(crowds.rows, say)),
    latency: written(latency, latencyTable(latency.rows, say)),
    losses: lossesTable(medians, say),
    summary: summaryTable(medians, say),
    start: say.cold(...["cold", "prepared", "prepared with the URL"].map((start) => ms(frameOf(medians.firstFrame, "leb", start, "0")))),
    reading: `${fixed(medians.reading.rows.cost, 1)} ms`,
    loads: say.loads(Math.round(sizeOf(size, "leb") / 1000)),
  };
}

const sizeOf = ({ rows }, id) => rows.find(({ player }) => player === id).bytes;
const frameOf = ({ rows }, id, start, on) => rows.find(({ player, start: way, network }) => player === id && way === start && network === on)?.median;

function sizeTable(rows, say) {
  const cells = ({ player, files, bytes }) => [say.builds[player], ...["leb.wasm", "leb.js"].map((name) => (files ? grouped(files[name]) : "")), grouped(bytes)];
  const inOrder = Object.keys(say.builds).map((id) => rows.find(({ player }) => player === id)).filter(Boolean);
  return table([say.sum.bytes, "`leb.wasm`", "`leb.js`", say.sum.together], inOrder.map(cells));
}

const order = ["prepared with the URL", "prepared", "loaded", "cold", "prepared switch", "switch"];
const playerOrder = ["leb", "tencent", "minimal"];

/** Returns a table with a row for each start and player, and a column for each network. */
function grid(rows, say, title, cell) {
  const networks = unique(rows.map(({ network }) => network));
  const lines = order.flatMap((start) => playerOrder.map((player) => ({ start, player }))).filter(({ start, player }) => rows.some((row) => row.start === start && row.player === player));
  const find = (line, network) => rows.find((row) => row.start === line.start && row.player === line.player && row.network === network);
  const cells = (line) => networks.map((network) => find(line, network)).map((row) => (row ? cell(row) : ""));
  return table([say.rtt, ...networks.map((id) => say.networks[id])], lines.map((line) => [title(line), ...cells(line)]));
}

const framesTable = (rows, say) => grid(rows, say, ({ player, start }) => say.start(player, start), ({ median }) => ms(median));

function ratiosTable(rows, say) {
  const compared = rows.filter(({ ratios }) => ratios).flatMap((row) => Object.entries(row.ratios).map(([player, ratio]) => ({ ...row, player, ratio })));
  return grid(compared, say, ({ player, start }) => say.ratio(start, player), ({ ratio }) => interval(ratio));
}

function switchTable(rows, say) {
  return grid(rows, say, ({ player, start }) => say.start(player, start), ({ median, intervals }) => `${ms(median)} ms, ${say.intervals(fixed(intervals, 1))}`);
}

function visitsTable(rows, say) {
  return table(["", ...rows[0].visits.map((_, i) => `${say.visit} ${i + 1}`)], rows.map(({ player, visits }) => [say.players[player], ...visits.map(ms)]));
}

function playingTable(rows, say) {
  const cells = ({ player, noReports, task, script, heap, wasm }) => [noReports ? say.noReports : say.players[player], ms(task), ms(script), mebibytes(heap), mebibytes(wasm)];
  return table(["", ...Object.values(say.costs)], rows.map(cells));
}

/** Pairs each of our rows with the one of TXLivePlayer. */
function pairs(rows) {
  return rows.filter(({ player }) => player === "leb").map((ours) => [ours, rows.find(({ player, count, wish }) => player === "tencent" && count === ours.count && wish === ours.wish)]);
}

function crowdTable(rows, say) {
  const compared = (ours, theirs, name) => [grouped(ours[name]), grouped(theirs[name]), fixed(theirs[name] && ours[name] && ours[name] / theirs[name], 2)];
  const cells = ([ours, theirs]) => [
    say.of(ours.count, say.wishes[ours.wish]),
    ...compared(ours, theirs, "task"),
    ...compared(ours, theirs, "cpu"),
    mebibytes(ours.wasm),
    mebibytes(ours.heap),
    mebibytes(theirs.heap),
  ];
  return table(["", ...say.crowd], pairs(rows).map(cells));
}

/** Returns the rows of each scenario and network, by player. */
function scenariosOf(rows) {
  const keys = unique(rows.map(({ scenario, network }) => `${scenario} ${network}`));
  return keys.map((key) => rows.filter(({ scenario, network }) => `${scenario} ${network}` === key)).map((group) => Object.fromEntries(group.map((row) => [row.player, row])));
}

function scenarioOf({ scenario, network }, say) {
  return network === "0" ? say.scenarios[scenario] : say.onNetwork(say.scenarios[scenario], say.networks[network]);
}

function latencyTable(rows, say) {
  const cells = ({ leb, tencent, minimal }) => [
    scenarioOf(leb, say),
    ms(leb.median),
    ms(tencent.median),
    minimal ? ms(minimal.median) : "",
    interval(leb.ratio),
    [leb, tencent].map(({ freezes }) => ms(freezes ?? NaN)).join(" / "),
  ];
  return table(["", ...playerOrder.map((id) => say.players[id]), say.ratioHead, say.freezes], scenariosOf(rows).map(cells));
}

/** Returns a table of the rows in which another player is better. Ratios of first frames count where their interval is above 1. */
function lossesTable({ firstFrame, slow, switches, crowds, latency }, say) {
  const frames = [firstFrame, slow].flatMap((part) =>
    part.rows.flatMap(({ start, network, median, ratios = {} }) =>
      Object.entries(ratios)
        .filter(([, [ratio, low]]) => (low ?? ratio) > 1)
        .map(([id]) => [[say.losses.frame, say.starts[start], say.networks[network]].join(say.join), `${ms(median)} ms`, `${ms(frameOf(part, id, start, network) ?? frameOf(part, id, "loaded", network))} ms, ${say.players[id]}`]),
    ),
  );
  const switched = switches.rows
    .filter(({ start, player, network, median }) => player === "leb" && start === "switch" && median > frameOf(switches, "tencent", "switch", network))
    .map(({ network, median }) => [[say.losses.switched, say.networks[network]].join(say.join), `${ms(median)} ms`, `${ms(frameOf(switches, "tencent", "switch", network))} ms, ${say.players.tencent}`]);
  const tasks = pairs(crowds.rows)
    .filter(([ours, theirs]) => ours.task > theirs.task)
    .map(([ours, theirs]) => [[say.losses.task, say.of(ours.count, say.wishes[ours.wish])].join(say.join), `${grouped(ours.task)} ms`, `${grouped(theirs.task)} ms, ${say.players.tencent}`]);
  const latencies = scenariosOf(latency.rows)
    .filter(({ leb, tencent }) => leb.median > tencent.median)
    .map(({ leb, tencent }) => [[say.losses.latency, scenarioOf(leb, say)].join(say.join), `${ms(leb.median)} ms`, `${ms(tencent.median)} ms, ${say.players.tencent}`]);
  const rows = [...frames, ...switched, ...tasks, ...latencies];
  return table(say.losses.head, rows.length ? rows : [[say.losses.none, "", ""]]);
}

function summaryTable({ firstFrame, switches, crowds, latency }, say) {
  const over = (part, id, start) => `${paths.map((network) => ms(frameOf(part, id, start, network))).join(" / ")} ms`;
  const late = (id, scenario) => `${ms(latency.rows.find((row) => row.player === id && row.scenario === scenario && row.network === "0").median)} ms`;
  const busy = (count) => pairs(crowds.rows).find(([ours]) => ours.count === count && ours.wish === "default").map(({ task }) => `${grouped(task)} ms`);
  const row = (name, cells, { run }) => [say.summary[name], ...cells, run.date];
  return table(
    ["", say.players.leb, say.players.tencent, say.summary.measured],
    [
      row("cold", ["leb", "tencent"].map((id) => over(firstFrame, id, "cold")), firstFrame),
      row("loaded", ["leb", "tencent"].map((id) => over(firstFrame, id, "loaded")), firstFrame),
      row("held", [over(firstFrame, "leb", "prepared with the URL"), "–"], firstFrame),
      row("switched", [over(switches, "leb", "prepared switch"), over(switches, "tencent", "switch")], switches),
      row("clean", ["leb", "tencent"].map((id) => late(id, "clean")), latency),
      row("jitter", ["leb", "tencent"].map((id) => late(id, "jitter")), latency),
      row("one", busy(1), crowds),
      row("many", busy(16), crowds),
    ],
  );
}
