// The rows of the tables in which another player is better.
import { ms, table } from "./markdown.mjs";
import { frameOf, grouped, pairs, scenarioOf, scenariosOf } from "./rows.mjs";

export function lossesTable({ firstFrame, slow, switches, crowds, latency }, say) {
  const rows = [frames(firstFrame, say), frames(slow, say), switched(switches, say), tasks(crowds, say), latencies(latency, say)].flat();
  return table(say.losses.head, rows.length ? rows : [[say.losses.none, "", ""]]);
}

const row = (say, name, where, ours, theirs, player) => [[say.losses[name], ...where].join(say.join), `${ours} ms`, `${theirs} ms, ${say.players[player]}`];

/** A first frame counts if its ratio is above 1 with the whole interval. */
function frames(part, say) {
  const lost = ({ ratios = {} }) => Object.keys(ratios).filter((player) => (ratios[player][1] ?? ratios[player][0]) > 1);
  return part.rows.flatMap((ours) => lost(ours).map((player) => frameRow(part, ours, player, say)));
}

function frameRow(part, { start, network, median }, player, say) {
  const theirs = frameOf(part, player, start, network) ?? frameOf(part, player, "loaded", network);
  return row(say, "frame", [say.starts[start], say.networks[network]], ms(median), ms(theirs), player);
}

function switched(part, say) {
  const theirs = ({ network }) => frameOf(part, "tencent", "switch", network);
  return part.rows
    .filter((ours) => ours.player === "leb" && ours.start === "switch" && ours.median > theirs(ours))
    .map((ours) => row(say, "switched", [say.networks[ours.network]], ms(ours.median), ms(theirs(ours)), "tencent"));
}

function tasks({ rows }, say) {
  return pairs(rows)
    .filter(([ours, theirs]) => ours.task > theirs.task)
    .map(([ours, theirs]) => row(say, "task", [say.of(ours.count, say.wishes[ours.wish])], grouped(ours.task), grouped(theirs.task), "tencent"));
}

function latencies({ rows }, say) {
  return scenariosOf(rows)
    .filter(({ leb, tencent }) => leb.median > tencent.median)
    .map(({ leb, tencent }) => row(say, "latency", [scenarioOf(leb, say)], ms(leb.median), ms(tencent.median), "tencent"));
}
