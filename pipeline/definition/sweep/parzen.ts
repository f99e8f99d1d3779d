import { drawShare } from "../spec/parse_range.ts";

/** A density over values of an axis: of shares of a range from 0 to 1, or of the numbers of choices. */
export interface Density {
  /** Logarithm of the density, or of the probability, of a value. */
  logOf(value: number): number;
  /** A value of it, which depends on the address alone. */
  draw(address: string): number;
}

/** Most tries to draw inside of the range before the middle of the component is taken. */
const TRIES = 100;

/**
 * Density of shares of a range by a mixture of Gaussians that are cut off at 0 and 1 (Bergstra et al., "Algorithms for
 * Hyper-Parameter Optimization", NIPS 2011, section 4): one at each observation, as wide as the larger of the distances
 * to its neighbours, and one of width 1 in the middle, which stands for what was not seen.
 *
 * @param observed Shares from 0 to 1.
 */
export function rangeDensity(observed: readonly number[]): Density {
  const sorted = [0.5, ...observed].sort((a, b) => a - b);
  // The narrowest component, as the authors' implementation has it.
  const narrow = 1 / Math.min(100, 2 + observed.length);
  const prior = sorted.indexOf(0.5);
  const components = sorted.map((mean, at) => {
    const [left, right] = [sorted[at - 1] ?? 0, sorted[at + 1] ?? 1];
    const wide = Math.max(mean - left, right - mean);
    const width = at === prior ? 1 : Math.min(1, Math.max(narrow, wide));
    const mass = normalBelow((1 - mean) / width) - normalBelow(-mean / width);
    return { mean, width, scale: 1 / (mass * width * sorted.length) };
  });
  return {
    logOf: (share) =>
      Math.log(
        components.reduce(
          (sum, { mean, width, scale }) =>
            sum +
            scale * Math.exp(-(((share - mean) / width) ** 2) / 2),
          0,
        ) / Math.sqrt(2 * Math.PI),
      ),
    draw: (address) => {
      const at = Math.floor(drawShare(`${address} part`) * components.length);
      const { mean, width } = components[at]!;
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const share = mean + width * normal(`${address} ${attempt}`);
        if (share >= 0 && share <= 1) return share;
      }
      return mean;
    },
  };
}

/**
 * Probabilities of choices: counts of observations, each with one more that stands for what was not seen.
 *
 * @param observed Numbers of the observed choices.
 * @param choices How many there are.
 */
export function choiceDensity(
  observed: readonly number[],
  choices: number,
): Density {
  const counts = Array.from({ length: choices }, () => 1);
  for (const choice of observed) counts[choice]! += 1;
  const total = observed.length + choices;
  return {
    logOf: (choice) => Math.log(counts[choice]! / total),
    draw: (address) => {
      let left = drawShare(address) * total;
      const found = counts.findIndex((count) => (left -= count) < 0);
      return found < 0 ? choices - 1 : found;
    },
  };
}

/** A number of the standard normal distribution, by Box and Muller. */
function normal(address: string): number {
  // Never the logarithm of 0.
  const radius = Math.sqrt(-2 * Math.log(1 - drawShare(`${address} radius`)));
  return radius * Math.cos(2 * Math.PI * drawShare(`${address} angle`));
}

/** Share of the standard normal distribution below a value (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function normalBelow(value: number): number {
  if (value < 0) return 1 - normalBelow(-value);
  const t = 1 / (1 + 0.2316419 * value);
  const tail = [
    1.330274429,
    -1.821255978,
    1.781477937,
    -0.356563782,
    0.31938153,
  ]
    .reduce((sum, factor) => (sum + factor) * t, 0);
  return 1 - tail * Math.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
}
