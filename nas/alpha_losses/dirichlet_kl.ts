import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import { crossEntropy } from "../training/loss.ts";
import type { AlphaLoss } from "./alpha_loss.ts";

/** Factor of the divergence, as published. */
const WEIGHT = 1e-3;

/** Numbers are raised by this much for the asymptotic series, which then is exact in float32. */
const RAISED = 6;

/** x, x + 1, ... of each number of a matrix, up to RAISED of them: [rows, columns, RAISED]. */
function raised(x: Tensor): Tensor {
  return tf.add(tf.expandDims(x, -1), tf.range(0, RAISED));
}

/** Logarithm of the gamma function of positive numbers. */
function logGamma(x: Tensor): Tensor {
  const at = tf.add(x, RAISED);
  const s = tf.reciprocal(tf.square(at));
  const series = tf.div(
    tf.sub(1 / 12, tf.mul(s, tf.sub(1 / 360, tf.div(s, 1260)))),
    at,
  );
  const main = tf.sub(tf.mul(tf.sub(at, 0.5), tf.log(at)), at);
  const all = tf.add(tf.add(main, series), Math.log(2 * Math.PI) / 2);
  return tf.sub(all, tf.sum(tf.log(raised(x)), -1));
}

/** First derivative of the logarithm of the gamma function, of positive numbers. */
function digammas(x: Tensor): Tensor {
  const at = tf.add(x, RAISED);
  const s = tf.reciprocal(tf.square(at));
  const series = tf.mul(
    s,
    tf.sub(1 / 12, tf.mul(s, tf.sub(1 / 120, tf.div(s, 252)))),
  );
  const main = tf.sub(tf.log(at), tf.add(tf.div(0.5, at), series));
  return tf.sub(main, tf.sum(tf.reciprocal(raised(x)), -1));
}

/** Second derivative of the logarithm of the gamma function, of positive numbers. */
function trigammas(x: Tensor): Tensor {
  const at = tf.add(x, RAISED);
  const s = tf.reciprocal(tf.square(at));
  const series = tf.div(
    tf.mul(s, tf.sub(1 / 6, tf.mul(s, tf.sub(1 / 30, tf.div(s, 42))))),
    at,
  );
  const main = tf.add(tf.add(tf.reciprocal(at), tf.div(s, 2)), series);
  return tf.add(main, tf.sum(tf.reciprocal(tf.square(raised(x))), -1));
}

/** By how much the concentrations 1 + elu(alpha) exceed 1. */
function excessOf(alphas: Tensor): Tensor {
  return tf.add(
    tf.maximum(alphas, 0),
    tf.expm1(tf.minimum(alphas, 0)),
  );
}

/**
 * Sum over rows of the Kullback-Leibler divergence of the Dirichlet distribution with the concentrations c = 1 +
 * elu(alpha) from the uniform one; differentiable once.
 *
 * The gradient in c_i is (c_i - 1) trigamma(c_i) - (sum of c - n) trigamma(sum of c). It is computed by this formula,
 * not from the value, whose logarithms cancel where the alphas are small.
 */
const divergence = tf.customGrad((x, save) => {
  const alphas = x as Tensor;
  (save as (tensors: Tensor[]) => void)([alphas]);
  const excess = excessOf(alphas);
  const own = tf.add(excess, 1);
  const total = tf.sum(own, -1, true);
  const columns = alphas.shape[1]!;
  let uniform = 0;
  for (let n = 2; n < columns; n++) uniform += Math.log(n);
  const logs = tf.sub(
    tf.sub(tf.squeeze(logGamma(total), [-1]), uniform),
    tf.sum(logGamma(own), -1),
  );
  const slopes = tf.sub(digammas(own), digammas(total));
  const value = tf.sum(tf.add(logs, tf.sum(tf.mul(excess, slopes), -1)));
  return {
    value,
    gradFunc: (dy, saved) => {
      const alphas = saved[0]!;
      const excess = excessOf(alphas);
      const sum = tf.sum(excess, -1, true);
      const total = tf.add(sum, columns);
      const byConcentration = tf.sub(
        tf.mul(excess, trigammas(tf.add(excess, 1))),
        tf.mul(sum, trigammas(total)),
      );
      const slope = tf.exp(tf.minimum(alphas, 0));
      return tf.mul(dy, tf.mul(byConcentration, slope));
    },
  };
});

/**
 * Cross entropy and a thousandth of the divergence of all rows' Dirichlet distributions from the uniform one: the other
 * regulariser of DrNAS (Chen et al. 2021, arXiv:2006.10355), in the place of weight decay on the alphas.
 */
export const alphaLoss: AlphaLoss = {
  name: "dirichlet-kl",
  loss: ({ logits, labels, alphas }) =>
    tf.add(
      crossEntropy(logits, labels),
      tf.mul(tf.addN(alphas.map((rows) => divergence(rows))), WEIGHT),
    ),
};
