// Latency from the edge's sending a frame to its display, in normal operation and after a disturbance.
import { setTimeout as sleep } from "node:timers/promises";
import { addressOf, newHost } from "./browser.mjs";
import { freezes, latencies, meanAge, medianLatency } from "./frames.mjs";
import { ownPlayer } from "./players.mjs";
import { withTab } from "./tab.mjs";

/** Time before the disturbance, in s. */
const settle = 3;

/**
 * The scenarios: a fault of the edge or a hidden tab for `lasts` s, then `measured` s of measurement.
 *
 * The video is not muted, as for a real viewer. Lip sync then delays the video to match the audio, which accounts for most of the latency.
 * A player may do better without sound, so some scenarios have a muted variant.
 */
export const scenarios = [
  { id: "clean", label: "no disturbance", measured: 30 },
  { id: "clean-muted", label: "no disturbance, muted", muted: true, measured: 30 },
  { id: "jitter", label: "after 5 s of 0 to 150 ms of jitter", fault: "jitter-150", lasts: 5, measured: 30 },
  { id: "jitter-muted", label: "the same, muted", muted: true, fault: "jitter-150", lasts: 5, measured: 30 },
  { id: "hold", label: "after packets were held for 1.4 s and then sent at once", fault: "hold-1400", lasts: 1.4, measured: 30 },
  { id: "hold-2000", label: "the same for 2 s", fault: "hold-2000", lasts: 2, measured: 30 },
  { id: "freeze", label: "after 2 s that the server did not send", fault: "freeze-2000", lasts: 2, measured: 30 },
  { id: "hidden", label: "after 20 s in a hidden tab", hidden: true, lasts: 20, measured: 30 },
  { id: "hidden-muted", label: "the same, muted", muted: true, hidden: true, lasts: 20, measured: 30 },
];

/** Returns the players of a scenario. The minimal player only runs without a disturbance, as the reference for the path's own latency. */
export function playersOf({ fault, hidden }, players) {
  const player = (id) => players.find((one) => one.id === id);
  return [ownPlayer(players), player("tencent"), ...(fault || hidden ? [] : [player("minimal")])];
}

/**
 * Measures each player in each scenario, in turn. The scenario "clean" runs on two networks, the others on the first.
 * @returns series { scenario, network, player, samples, failures }; a sample is undefined if it failed
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
  await sleep(scenario.measured * 1000 + 1000); // the last frame needs the time of the next one
  const [seen, muted] = await tab.evaluate(async () => {
    const result = [window.bench.screen.seen(), document.querySelector("video").muted];
    await window.bench.stop();
    return result;
  });
  if (muted && !scenario.muted) throw new Error("the player has muted the video");
  const frames = latencies(seen.shown, await sentFrames(network, stream));
  const sample = summarize(frames, scenario, disturbed, healed);
  return { ...sample, unreadable: seen.unreadable, seconds: eachSecond(frames, seen, healed) };
}

async function disturb(tab, { fault, hidden, lasts }, network, stream) {
  if (fault) await call(network, "POST", "fault", { stream, fault });
  if (hidden) await tab.hide();
  if (lasts) await sleep(lasts * 1000);
  if (fault) await call(network, "DELETE", "fault", { stream });
  if (hidden) await tab.show();
}

const sentFrames = async (network, stream) =>
  (await (await call(network, "GET", "sent", { stream })).json()).flatMap(({ frames }) => frames);

async function call(network, method, endpoint, query) {
  const response = await fetch(`${network.edge}/edge/${endpoint}?${new URLSearchParams(query)}`, { method });
  if (!response.ok) throw new Error(`${method} /edge/${endpoint}: ${response.status} ${await response.text()}`);
  return response;
}

/** Summarizes a measurement. After a hidden tab, which displays nothing, it begins with the first frame. */
function summarize(frames, { hidden, measured }, disturbed, healed) {
  const from = hidden ? frames.find(({ at }) => at >= healed)?.at : healed;
  const until = healed + measured * 1000;
  if (!(from < until)) throw new Error("no frame after the disturbance");
  const { count, total } = freezes(hidden ? frames.filter(({ at }) => at >= from) : frames, hidden ? from : disturbed, until);
  return {
    latency: medianLatency(frames, from, until),
    age: meanAge(frames, from, until),
    freezes: count,
    frozen: total,
    latencyBefore: medianLatency(frames, 0, disturbed),
  };
}

/** Returns the latency and the statistics of the buffers for each second. Only written to the JSON. */
function eachSecond(frames, { shown, statistics }, healed) {
  const readings = new Map();
  for (const entry of statistics) readings.set(entry.at, { ...readings.get(entry.at), [entry.kind]: entry });
  const list = [...readings.values()];
  return list.slice(1).map((now, i) => {
    const until = (now.video ?? now.audio).at;
    const from = (list[i].video ?? list[i].audio).at;
    const arrivals = shown.filter(([, at]) => at >= from && at < until);
    return {
      s: Math.round((until - healed) / 100) / 10,
      latency: medianLatency(frames, from, until),
      frames: arrivals.length,
      audio: buffer(list[i].audio, now.audio),
      video: buffer(list[i].video, now.video),
    };
  });
}

/** Returns the changes of a buffer's counters: means in ms for the three delays, differences for the others. */
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
