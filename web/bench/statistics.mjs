// The statistical functions of the benchmark.

/** Returns the quantile of the numbers, linearly interpolated. NaN for an empty list. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted.length ? sorted[low] + (sorted[high] - sorted[low]) * (at - low) : NaN;
}

export const median = (numbers) => quantile(numbers, 0.5);

/**
 * Returns the ratio of two medians and its 95 % interval: the percentiles of the ratios of 2000 resamplings of the rounds. The values of a
 * round stay paired, because both players shared the state of the machine.
 * @param rounds pairs [ours, theirs]; undefined for a failure
 */
export function ratioOfMedians(rounds) {
  const ratio = (pairs) => median(present(pairs, 0)) / median(present(pairs, 1));
  const random = randomNumbers(1);
  const resampled = Array.from({ length: 2000 }, () => ratio(rounds.map(() => rounds[Math.floor(random() * rounds.length)])));
  const known = resampled.filter(Number.isFinite);
  return { ratio: ratio(rounds), low: quantile(known, 0.025), high: quantile(known, 0.975) };
}

const present = (pairs, side) => pairs.map((pair) => pair[side]).filter((value) => value !== undefined);

/** Returns a list in random order (Fisher–Yates). */
export function shuffled(list, random) {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/** Returns a seeded generator of numbers in [0, 1) (mulberry32), so that the same samples yield the same table. */
export function randomNumbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
