// What a viewer saw, from the pictures that were sent and those that were shown. All times are in ms.
import { median } from "./statistics.mjs";

/** How much too early a display may be expected: one refresh. */
const refresh = 17;

/**
 * Finds out how old each shown picture was.
 * @param shown [number, time shown] of each picture, oldest first
 * @param sent [number, time sent] of each picture, in any order
 * @returns { at, latency } of each shown picture: it is the newest sent before with that number, as numbers come again
 */
export function latencies(shown, sent) {
  return shown.flatMap(([number, at]) => {
    const before = sent.filter(([same, time]) => same === number && time <= at + refresh).map(([, time]) => time);
    return before.length ? [{ at, latency: at - Math.max(...before) }] : [];
  });
}

/** The median latency of the pictures that were shown between two times. */
export const medianLatency = (pictures, from, until) => median(within(pictures, from, until).map(({ latency }) => latency));

/**
 * The age of what is on the screen, averaged over the time between two moments. It grows while a picture stands, so holes
 * count, and at 25 pictures a second it is 20 ms above the latency.
 */
export function meanAge(pictures, from, until) {
  let sum = 0;
  pictures.forEach(({ at, latency }, i) => {
    const begin = Math.max(at, from);
    const end = Math.min(pictures[i + 1]?.at ?? until, until);
    if (end > begin) sum += (end - begin) * (latency + (begin + end) / 2 - at);
  });
  return sum / (until - from);
}

/** How many of the gaps before a picture make its mean gap. */
const usual = 30;

/**
 * The freezes between two times, as freezeCount of https://www.w3.org/TR/webrtc-stats/ has them: gaps of at least three
 * times the mean gap, and of 150 ms more than that. Here the mean is of the pictures before; what is shown last before
 * `until` is frozen to then.
 * @returns { count, total }; the total is in ms
 */
export function freezes(pictures, from, until) {
  const times = pictures.map(({ at }) => at).filter((at) => at < until);
  let count = 0;
  let total = 0;
  for (let i = 2; i <= times.length; i++) {
    const first = Math.max(0, i - 1 - usual);
    const mean = (times[i - 1] - times[first]) / (i - 1 - first);
    const gap = (times[i] ?? until) - times[i - 1];
    if ((times[i] ?? until) < from || gap < Math.max(3 * mean, mean + 150)) continue;
    count++;
    total += gap;
  }
  return { count, total };
}

const within = (pictures, from, until) => pictures.filter(({ at }) => at >= from && at < until);
