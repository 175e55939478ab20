// The few statistics the benchmark needs.

/** The value below which a share of the numbers lies, between neighbours in proportion. NaN of none. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted.length ? sorted[low] + (sorted[high] - sorted[low]) * (at - low) : NaN;
}

export const median = (numbers) => quantile(numbers, 0.5);

/**
 * The ratio of two medians, and its 95 % interval: percentiles of the ratios of 2000 resamplings of the rounds. What one
 * round measured stays together, as both players saw the same moment of the machine.
 * @param rounds pairs [ours, theirs]; undefined is a failure
 */
export function ratioOfMedians(rounds) {
  const ratio = (pairs) => median(present(pairs, 0)) / median(present(pairs, 1));
  const random = randomNumbers(1);
  const resampled = Array.from({ length: 2000 }, () => ratio(rounds.map(() => rounds[Math.floor(random() * rounds.length)])));
  const known = resampled.filter(Number.isFinite);
  return { ratio: ratio(rounds), low: quantile(known, 0.025), high: quantile(known, 0.975) };
}

const present = (pairs, side) => pairs.map((pair) => pair[side]).filter((value) => value !== undefined);

/** A list in another order (Fisher and Yates). */
export function shuffled(list, random) {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/** Numbers in [0, 1), the same ones every time (mulberry32), so that the same samples give the same table. */
export function randomNumbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
