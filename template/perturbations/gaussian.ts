import * as tf from "@tensorflow/tfjs-core";
import { clipRowsTensor, type Perturbation } from "sdarts/parts";

/** A perturbation of this project: Gaussian noise on the mixture weights, with the radius as its standard deviation. */
export const perturbation: Perturbation = {
  name: "gaussian",
  prepare: () => ({ mixtures }, { epsilon, random }) => ({
    // a matrix of mixture weights for each kind of cell, [edges, operations]
    mixtures: mixtures.map((weights, matrix) =>
      tf.tidy(() => {
        const noise = new Float32Array(weights.size);
        random(matrix).fillNormal(noise);
        const moved = tf.mul(tf.tensor(noise, weights.shape), epsilon);
        // back to rows of numbers from 0 to 1 with the sum 1
        return clipRowsTensor(tf.add(weights, moved));
      })
    ),
  }),
};
