// The random numbers of golden searches that draw mixture weights, as samplings take them.
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { concentration } from "../../nas/samplings/dirichlet.ts";
import { dirichletSlope } from "../../nas/samplings/dirichlet_slope.ts";
import type { MixtureDraws } from "../../nas/samplings/sampled_mixtures.ts";
import { type EncodedTensor, goldenTensor } from "./golden.ts";

/** What a golden search was drawn with. */
export interface GoldenSamples {
  /** Exponential draws of GDAS: of the first alpha step, the first weight step, the second alpha step, and so on. */
  readonly exponential?: readonly EncodedTensor[];
  /** Its temperature in each step. */
  readonly tau?: readonly number[];
  readonly steps_f64: readonly {
    /** Dirichlet sample of the alpha step, [edges][operations]. */
    readonly sample_alpha?: number[][];
    /** That of the weight step. */
    readonly sample_weight?: number[][];
    /** Drawn operation of each edge in the weight step. */
    readonly index_weight?: number[];
  }[];
}

/** Draws of a pass of a golden step at its alphas; undefined where nothing was drawn. */
export function goldenDraws(
  { exponential, tau, steps_f64 }: GoldenSamples,
  at: { readonly step: number; readonly pass: "alpha" | "weight" },
  alphas: readonly tf.Tensor[],
): MixtureDraws | undefined {
  const sample = steps_f64[at.step]![`sample_${at.pass}`];
  const progress = tf.scalar(0);
  if (sample !== undefined) {
    const rows = alphas[0]!.arraySync() as number[][];
    const slopes = rows.map((row, edge) => {
      const own = row.map(concentration);
      const total = own.reduce((a, b) => a + b);
      return own.map((c, i) => dirichletSlope(sample[edge]![i]!, c, total));
    });
    const noise = [tf.stack([tf.tensor2d(sample), tf.tensor2d(slopes)])];
    return { noise, progress, ramp: tf.scalar(0) };
  }
  if (exponential === undefined) return undefined;
  const { shape, data } = goldenTensor(
    exponential[2 * at.step + (at.pass === "alpha" ? 0 : 1)]!,
  );
  return {
    noise: [
      tf.tensor(Float32Array.from(data, (x) => -Math.log(x)), shape),
    ],
    progress,
    ramp: tf.scalar((10 - tau![at.step]!) / 9.9),
  };
}

/** Asserts that mixture weights are one-hot at the drawn operations. */
export function assertDrawn(
  [mixture]: readonly tf.Tensor[],
  drawn: readonly number[] | undefined,
): void {
  if (drawn === undefined) return;
  assertEquals(
    mixture!.arraySync(),
    drawn.map((at) => Array.from({ length: 5 }, (_, i) => i === at ? 1 : 0)),
  );
}

/**
 * Gradients with those of the reference in few places where PyTorch's series for the Dirichlet gradient shows: it is off
 * by up to 7e-4 in `drnas.json`, ours to 1e-13 (nas/samplings/dirichlet_slope_test.ts). Seen: 2 of 90 places, by 3.2e-4.
 */
export function besideSeries(
  found: readonly number[],
  expected: readonly number[],
): number[] {
  const shows = found.map((value, i) => {
    const gap = Math.abs(value - expected[i]!);
    return gap > 2e-6 && gap < 1e-3 * Math.abs(expected[i]!);
  });
  assertLess(shows.filter(Boolean).length, 3);
  return found.map((value, i) => shows[i] ? expected[i]! : value);
}
