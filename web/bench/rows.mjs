// Finds and writes what the documents' tables have in common.

export const unique = (list) => [...new Set(list)];

export const grouped = (value) => (Number.isFinite(value) ? value.toLocaleString("en-US") : "–");

/** Returns a number with some digits after the point. A measurement that has failed in every round is null. */
export const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : "–");

/** Returns a player's median for a start on a network. */
export function frameOf({ rows }, player, start, network) {
  return rows.find((row) => row.player === player && row.start === start && row.network === network)?.median;
}

/** Pairs each of our rows of several players with the one of TXLivePlayer. */
export function pairs(rows) {
  const theirs = (ours) => rows.find(({ player, count, wish }) => player === "tencent" && count === ours.count && wish === ours.wish);
  return rows.filter(({ player }) => player === "leb").map((ours) => [ours, theirs(ours)]);
}

/** Returns the rows of each scenario and network, by player. */
export function scenariosOf(rows) {
  const keyOf = ({ scenario, network }) => `${scenario} ${network}`;
  const group = (key) => Object.fromEntries(rows.filter((row) => keyOf(row) === key).map((row) => [row.player, row]));
  return unique(rows.map(keyOf)).map(group);
}

/** Returns a scenario's name in words. The network without delay is not named. */
export function scenarioOf({ scenario, network }, say) {
  return network === "0" ? say.scenarios[scenario] : say.onNetwork(say.scenarios[scenario], say.networks[network]);
}
