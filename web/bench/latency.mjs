// Latency from the moment the edge sends a picture to the moment it is on the screen, while all is well and after something
// went wrong.
import { setTimeout as sleep } from "node:timers/promises";
import { addressOf, newHost } from "./browser.mjs";
import { freezes, latencies, meanAge, medianLatency } from "./pictures.mjs";
import { ownPlayer } from "./players.mjs";
import { withTab } from "./tab.mjs";

/** Before anything is measured or goes wrong, in s. */
const settle = 3;

/**
 * What happens before latency is measured: a fault of the edge, or the tab is hidden, for `lasts` s; then `measured` s are.
 *
 * The sound is on, as it is for somebody who watches: lip sync then has the picture wait for it, and of that most of the latency
 * is made. A player may do better where nobody hears the sound, so some scenarios have a muted variant.
 */
export const scenarios = [
  { id: "clean", label: "all is well", measured: 30 },
  { id: "clean-muted", label: "all is well, muted", muted: true, measured: 30 },
  { id: "jitter", label: "after 5 s of 0 to 150 ms of jitter", fault: "jitter-150", lasts: 5, measured: 30 },
  { id: "jitter-muted", label: "the same, muted", muted: true, fault: "jitter-150", lasts: 5, measured: 30 },
  { id: "hold", label: "after 1.4 s in which all waits and then comes at once", fault: "hold-1400", lasts: 1.4, measured: 30 },
  { id: "hold-2000", label: "the same for 2 s", fault: "hold-2000", lasts: 2, measured: 30 },
  { id: "freeze", label: "after a freeze of 2 s, which the server skips", fault: "freeze-2000", lasts: 2, measured: 30 },
  { id: "hidden", label: "after 20 s in a hidden tab", hidden: true, lasts: 20, measured: 30 },
  { id: "hidden-muted", label: "the same, muted", muted: true, hidden: true, lasts: 20, measured: 30 },
];

/** The players of a scenario: the page of thirty lines has nothing to show but how long the way is. */
export function playersOf({ fault, hidden }, players) {
  const player = (id) => players.find((one) => one.id === id);
  return [ownPlayer(players), player("tencent"), ...(fault || hidden ? [] : [player("minimal")])];
}

/**
 * Measures each player in each scenario, in turn. A clean path is measured on two networks, the rest on the first.
 * @returns series { scenario, network, player, samples, failures }; a sample is undefined where it failed
 */
export async function measureLatency({ networks, players, repeats, wanted, progress }) {
  const series = wanted.flatMap((scenario) =>
    (scenario.id === "clean" ? networks.slice(0, 2) : networks.slice(0, 1)).flatMap((network) =>
      playersOf(scenario, players).map((player) => ({ scenario, network, player, samples: [], failures: [] })),
    ),
  );
  for (let round = 0; round < repeats; round++) {
    for (const { scenario, network, player, samples, failures } of series) {
      progress(`latency ${scenario.label}: ${player.label}, ${network.label}, ${round + 1} of ${repeats}`);
      try {
        samples.push(await measureOne(scenario, network, player));
      } catch (error) {
        samples.push(undefined);
        failures.push(String(error.message ?? error));
      }
    }
  }
  return series;
}

/** Measures a player once. */
export const measureOne = (scenario, network, player) => withTab((tab) => measure(tab, scenario, network, player));

async function measure(tab, scenario, network, player) {
  await tab.goto(addressOf(network, player, newHost()));
  const stream = await tab.evaluate(async (muted) => {
    const video = document.querySelector("video");
    video.muted = muted;
    await window.bench.ready("loaded");
    await window.bench.play();
    window.bench.screen.watch(video);
    return window.bench.url();
  }, Boolean(scenario.muted));
  await sleep(settle * 1000);
  const disturbed = Date.now();
  await disturb(tab, scenario, network, stream);
  const healed = Date.now();
  await sleep(scenario.measured * 1000 + 1000); // and what is shown last before the end is known
  const [seen, muted] = await tab.evaluate(async () => {
    const result = [window.bench.screen.seen(), document.querySelector("video").muted];
    await window.bench.stop();
    return result;
  });
  if (muted && !scenario.muted) throw new Error("the player has muted the video");
  const pictures = latencies(seen.shown, await sentPictures(network, stream));
  const sample = summarize(pictures, scenario, disturbed, healed);
  return { ...sample, unreadable: seen.unreadable, seconds: eachSecond(pictures, seen, healed) };
}

async function disturb(tab, { fault, hidden, lasts }, network, stream) {
  if (fault) await call(network, "POST", "fault", { stream, fault });
  if (hidden) await tab.hide();
  if (lasts) await sleep(lasts * 1000);
  if (fault) await call(network, "DELETE", "fault", { stream });
  if (hidden) await tab.show();
}

const sentPictures = async (network, stream) =>
  (await (await call(network, "GET", "sent", { stream })).json()).flatMap(({ frames }) => frames);

async function call(network, method, endpoint, query) {
  const response = await fetch(`${network.edge}/edge/${endpoint}?${new URLSearchParams(query)}`, { method });
  if (!response.ok) throw new Error(`${method} /edge/${endpoint}: ${response.status} ${await response.text()}`);
  return response;
}

/** A hidden tab shows nothing: it counts from its first picture after it is back. */
function summarize(pictures, { hidden, measured }, disturbed, healed) {
  const from = hidden ? pictures.find(({ at }) => at >= healed)?.at : healed;
  const until = healed + measured * 1000;
  if (!(from < until)) throw new Error("no picture afterwards");
  const { count, total } = freezes(hidden ? pictures.filter(({ at }) => at >= from) : pictures, hidden ? from : disturbed, until);
  return {
    latency: medianLatency(pictures, from, until),
    age: meanAge(pictures, from, until),
    freezes: count,
    frozen: total,
    latencyBefore: medianLatency(pictures, 0, disturbed),
  };
}

/** The course of each second: of the latency, and of what the statistics tell about the buffers. For the JSON only. */
function eachSecond(pictures, { shown, statistics }, healed) {
  const readings = new Map();
  for (const entry of statistics) readings.set(entry.at, { ...readings.get(entry.at), [entry.kind]: entry });
  const list = [...readings.values()];
  return list.slice(1).map((now, i) => {
    const until = (now.video ?? now.audio).at;
    const from = (list[i].video ?? list[i].audio).at;
    const arrivals = shown.filter(([, at]) => at >= from && at < until);
    return {
      s: Math.round((until - healed) / 100) / 10,
      latency: medianLatency(pictures, from, until),
      pictures: arrivals.length,
      audio: buffer(list[i].audio, now.audio),
      video: buffer(list[i].video, now.video),
    };
  });
}

/** How counters changed: the three delays are means in ms, the others counts. */
function buffer(before, now) {
  if (!before || !now || before.ssrc !== now.ssrc) return undefined;
  const grown = (name) => now[name] - before[name];
  const mean = (name) => (grown(name) * 1000) / grown("jitterBufferEmittedCount");
  return {
    delay: mean("jitterBufferDelay"),
    target: mean("jitterBufferTargetDelay"),
    minimum: mean("jitterBufferMinimumDelay"),
    emitted: grown("jitterBufferEmittedCount"),
    ...Object.fromEntries(
      Object.keys(now)
        .filter((name) => typeof now[name] === "number" && !["at", "ssrc"].includes(name) && !name.startsWith("jitterBuffer"))
        .map((name) => [name, grown(name)]),
    ),
  };
}
