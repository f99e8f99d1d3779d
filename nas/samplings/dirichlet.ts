import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import { dirichletSlope } from "./dirichlet_slope.ts";
import { gammaLogarithm } from "./gamma.ts";
import type { Sampling } from "./sampling.ts";

/** Concentration of an alpha: 1 + elu(alpha). */
export function concentration(alpha: number): number {
  return alpha > 0 ? 1 + alpha : Math.exp(alpha);
}

/**
 * The samples of a row of alphas as mixture weights, with the pathwise gradient.
 *
 * @param samples [edges, operations]
 * @param slopes Results of {@linkcode dirichletSlope}, [edges, operations].
 */
function sampled(alphas: Tensor, samples: Tensor, slopes: Tensor): Tensor {
  return tf.customGrad((x, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor, samples, slopes]);
    return {
      value: tf.clone(samples),
      gradFunc: (dy, saved) => {
        const [raw, sample, slope] = saved as [Tensor, Tensor, Tensor];
        const mean = tf.sum(tf.mul(sample, dy), -1, true);
        const byConcentration = tf.mul(slope, tf.sub(dy, mean));
        // the derivative of 1 + elu
        return tf.mul(byConcentration, tf.exp(tf.minimum(raw, 0)));
      },
    };
  })(alphas);
}

/**
 * Each row is drawn from the Dirichlet distribution with the concentrations 1 + elu(alpha), and its gradient is pathwise:
 * DrNAS (Chen et al. 2021, arXiv:2006.10355). Samples and slopes are computed in float64 outside of the program: a rejection takes any
 * number of random numbers.
 */
export const sampling: Sampling = {
  name: "dirichlet",
  perAlpha: 2,
  noise: (numbers, random, { columns, alphas }) => {
    const concentrations = Float64Array.from(alphas(), concentration);
    const { length } = concentrations;
    for (let from = 0; from < length; from += columns) {
      const row = concentrations.subarray(from, from + columns);
      const logarithms = row.map((shape) => gammaLogarithm(shape, random));
      const largest = Math.max(...logarithms);
      const gammas = logarithms.map((log) => Math.exp(log - largest));
      const sum = gammas.reduce((a, b) => a + b);
      const total = row.reduce((a, b) => a + b);
      row.forEach((own, column) => {
        const sample = gammas[column]! / sum;
        numbers[from + column] = sample;
        numbers[length + from + column] = dirichletSlope(sample, own, total);
      });
    }
  },
  weights: (alphas, { noise }) => {
    const [samples, slopes] = tf.unstack(noise) as [Tensor, Tensor];
    return sampled(alphas, samples, slopes);
  },
};
