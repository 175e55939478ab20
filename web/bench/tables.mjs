// The documents' tables, from the medians of results.json.
import { lossesTable } from "./losses.mjs";
import { ms, table } from "./markdown.mjs";
import { fixed, frameOf, grouped, pairs, scenarioOf, scenariosOf, unique } from "./rows.mjs";
import { words } from "./words.mjs";

const mebibytes = (value) => (value ? (value / 2 ** 20).toFixed(1) : "–");

/** Returns what stands between the marks of the documents, by name, in one language: tables, and three phrases. */
export function tablesOf(medians, language) {
  const say = words[language];
  const written = ({ run, rows }, ...parts) => [...parts.map((part) => part(rows, say)), say.caption(run)].join("\n\n");
  const { size, firstFrame, slow, switches, visits, playing, reading, crowds, latency, site } = medians;
  return {
    size: `${sizeTable(size.rows, say)}\n\n${say.built(size.run.date)}`,
    firstframe: written(firstFrame, framesTable),
    ratios: written(firstFrame, ratiosTable),
    slow: written(slow, framesTable, ratiosTable),
    switch: written(switches, switchTable),
    visits: written(visits, visitsTable),
    playing: written(playing, playingTable),
    players: written(crowds, crowdTable),
    latency: written(latency, latencyTable),
    site: written(site, filesTable, paintsTable),
    losses: lossesTable(medians, say),
    summary: summaryTable(medians, say),
    start: say.cold(...["cold", "prepared", "prepared with the URL"].map((start) => ms(frameOf(firstFrame, "leb", start, "0")))),
    reading: `${fixed(reading.rows.cost, 1)} ms`,
    loads: say.loads(Math.round(size.rows.find(({ player }) => player === "leb").bytes / 1000)),
  };
}

function sizeTable(rows, say) {
  const players = Object.keys(say.builds).filter((id) => rows.some(({ player }) => player === id));
  const cells = ({ player, files, bytes }) => [
    say.builds[player],
    ...["leb.wasm", "leb.js"].map((name) => (files ? grouped(files[name]) : "")),
    grouped(bytes),
  ];
  return table([say.sum.bytes, "`leb.wasm`", "`leb.js`", say.sum.together], players.map((id) => cells(rows.find(({ player }) => player === id))));
}

const startOrder = ["prepared with the URL", "prepared", "loaded", "cold", "prepared switch", "switch"];
const playerOrder = ["leb", "tencent", "minimal"];

/** Returns a table with a row for each start and player, and a column for each network. */
function grid(rows, say, title, cell) {
  const networks = unique(rows.map(({ network }) => network));
  const lines = startOrder
    .flatMap((start) => playerOrder.map((player) => rows.filter((row) => row.start === start && row.player === player)))
    .filter((line) => line.length);
  const cells = (line) => networks.map((network) => line.find((row) => row.network === network)).map((row) => (row ? cell(row) : ""));
  return table([say.rtt, ...networks.map((id) => say.networks[id])], lines.map((line) => [title(line[0]), ...cells(line)]));
}

const framesTable = (rows, say) => grid(rows, say, ({ player, start }) => say.start(player, start), ({ median }) => ms(median));

function ratiosTable(rows, say) {
  const compared = rows.flatMap((row) => Object.entries(row.ratios ?? {}).map(([player, ratio]) => ({ ...row, player, ratio })));
  return grid(compared, say, ({ player, start }) => say.ratio(start, player), ({ ratio }) => interval(ratio));
}

/** Writes a ratio with its interval, which one round does not have. */
function interval([ratio, low, high]) {
  return fixed(ratio, 2) + (low === high ? "" : ` (${fixed(low, 2)}–${fixed(high, 2)})`);
}

function switchTable(rows, say) {
  const cell = ({ median, intervals }) => `${ms(median)} ms, ${say.intervals(fixed(intervals, 1))}`;
  return grid(rows, say, ({ player, start }) => say.start(player, start), cell);
}

function visitsTable(rows, say) {
  const head = ["", ...rows[0].visits.map((_, i) => `${say.visit} ${i + 1}`)];
  return table(head, rows.map(({ player, visits }) => [say.players[player], ...visits.map(ms)]));
}

function playingTable(rows, say) {
  const name = ({ player, noReports }) => (noReports ? say.noReports : say.players[player]);
  const cells = ({ task, script, heap, wasm }) => [ms(task), ms(script), mebibytes(heap), mebibytes(wasm)];
  return table(["", ...Object.values(say.costs)], rows.map((row) => [name(row), ...cells(row)]));
}

function crowdTable(rows, say) {
  const ratio = (ours, theirs) => (ours && theirs ? fixed(ours / theirs, 2) : "–");
  const compared = (ours, theirs, name) => [grouped(ours[name]), grouped(theirs[name]), ratio(ours[name], theirs[name])];
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

function filesTable({ files }, say) {
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  const largestFirst = files.toSorted((a, b) => b.brotli - a.brotli).map(({ name, brotli, raw }) => [`\`${name}\``, grouped(brotli), grouped(raw)]);
  return table(say.files, [...largestFirst, [say.sum.together, grouped(sum("brotli")), grouped(sum("raw"))]]);
}

function paintsTable({ paints }, say) {
  return table(say.paints, paints.map(({ network, fcp, lcp, frame }) => [say.networks[network], ms(fcp), ms(lcp), ms(frame)]));
}

function summaryTable({ firstFrame, switches, crowds, latency }, say) {
  const both = ["leb", "tencent"];
  const over = (part, id, start) => `${["0", "40", "80"].map((network) => ms(frameOf(part, id, start, network))).join(" / ")} ms`;
  const late = (scenario) => {
    const found = scenariosOf(latency.rows).find(({ leb }) => leb.scenario === scenario && leb.network === "0");
    return both.map((id) => `${ms(found[id].median)} ms`);
  };
  const busy = (count) => {
    const found = pairs(crowds.rows).find(([ours]) => ours.count === count && ours.wish === "default");
    return found.map(({ task }) => `${grouped(task)} ms`);
  };
  const row = (name, cells, { run }) => [say.summary[name], ...cells, run.date];
  return table(
    ["", say.players.leb, say.players.tencent, say.summary.measured],
    [
      row("cold", both.map((id) => over(firstFrame, id, "cold")), firstFrame),
      row("loaded", both.map((id) => over(firstFrame, id, "loaded")), firstFrame),
      row("held", [over(firstFrame, "leb", "prepared with the URL"), "–"], firstFrame),
      row("switched", [over(switches, "leb", "prepared switch"), over(switches, "tencent", "switch")], switches),
      row("clean", late("clean"), latency),
      row("jitter", late("jitter"), latency),
      row("one", busy(1), crowds),
      row("many", busy(16), crowds),
    ],
  );
}
