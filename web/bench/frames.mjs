// Latency and freezes, from the frames that were sent and those that were displayed. All times are in ms.
import { median } from "./statistics.mjs";

/** Tolerance of the expected display time: one refresh. */
const refresh = 17;

/**
 * Computes the latency of each displayed frame. Numbers repeat, so a frame is matched with the latest one sent before it with its number.
 * @param shown [number, time of display] of each frame, oldest first
 * @param sent [number, time of sending] of each frame, in any order
 * @returns { at, latency } of each displayed frame
 */
export function latencies(shown, sent) {
  return shown.flatMap(([number, at]) => {
    const before = sent.filter(([same, time]) => same === number && time <= at + refresh).map(([, time]) => time);
    return before.length ? [{ at, latency: at - Math.max(...before) }] : [];
  });
}

/** Returns the median latency of the frames displayed between two times. */
export const medianLatency = (frames, from, until) => median(within(frames, from, until).map(({ latency }) => latency));

/**
 * Returns the mean age of the displayed frame between two times. The age grows until the next frame, so gaps count, and at 25 frames per
 * second it is 20 ms above the latency.
 */
export function meanAge(frames, from, until) {
  let sum = 0;
  frames.forEach(({ at, latency }, i) => {
    const begin = Math.max(at, from);
    const end = Math.min(frames[i + 1]?.at ?? until, until);
    if (end > begin) sum += (end - begin) * (latency + (begin + end) / 2 - at);
  });
  return sum / (until - from);
}

/** Number of preceding gaps in the mean gap of a frame. */
const usual = 30;

/**
 * Finds the freezes between two times as freezeCount of https://www.w3.org/TR/webrtc-stats/ defines them: gaps of at least three times the
 * mean gap and at least 150 ms above it. The mean is that of the preceding frames. The last gap ends at `until`.
 * @returns { count, total }; the total is in ms
 */
export function freezes(frames, from, until) {
  const times = frames.map(({ at }) => at).filter((at) => at < until);
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

const within = (frames, from, until) => frames.filter(({ at }) => at >= from && at < until);
