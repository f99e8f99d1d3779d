import type { RandomStream } from "../../engine/philox.ts";

/**
 * Logarithm of a number from the gamma distribution of scale 1, by the method of Marsaglia and Tsang (2000). A small
 * shape gives numbers that only their logarithm holds: with a shape of 0.001 half of them are below 1e-300.
 *
 * The stream gives pairs of a normal and a uniform number until one is accepted; before them, for a shape below 1, one
 * uniform number by which a number of a shape that is larger by 1 is scaled down.
 *
 * @param shape Greater than 0.
 *
 * @example Its mean is the shape
 * ```ts
 * import { assertLess } from "@std/assert";
 * import { randomStream } from "../../engine/philox.ts";
 * import { gammaLogarithm } from "./gamma.ts";
 *
 * const random = randomStream({ seed: 1, stream: "gamma" });
 * let sum = 0;
 * for (let i = 0; i < 4000; i++) sum += Math.exp(gammaLogarithm(2.5, random));
 * assertLess(Math.abs(sum / 4000 - 2.5), 0.1);
 * ```
 */
export function gammaLogarithm(
  shape: number,
  random: Pick<RandomStream, "normal" | "uniform">,
): number {
  if (shape < 1) {
    const scale = Math.log1p(-random.uniform()) / shape;
    return scale + gammaLogarithm(shape + 1, random);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  while (true) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = 3 * Math.log(root);
    const u = 1 - random.uniform();
    const bound = x * x / 2 + d * (1 - Math.exp(v) + v);
    if (Math.log(u) < bound) return Math.log(d) + v;
  }
}
