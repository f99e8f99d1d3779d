import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import { program } from "../training/programs.ts";
import { clipRowsTensor } from "./clip_rows.ts";
import type { PerturbAt, PerturbedNetwork } from "./perturbation.ts";

/** Makes the function that adds uniform noise in the box of `epsilon` to mixture weights, and clips their rows. */
export function uniformNoise(
  { specs: { matrices }, compile }: PerturbedNetwork,
): (
  mixtures: readonly Tensor[],
  at: Pick<PerturbAt, "epsilon" | "random">,
) => readonly Tensor[] {
  const add = compile(program({
    inputs: { mixtures: matrices, noise: matrices },
    fn: ({ mixtures, noise }) =>
      mixtures.map((m, i) => clipRowsTensor(tf.add(m, noise[i]!))),
  }));
  return (mixtures, { epsilon, random }) => {
    const noise = mixtures.map(({ size, shape }, matrix) => {
      const values = new Float32Array(size);
      random(matrix).fillUniform(values, -epsilon, epsilon);
      return tf.tensor(values, shape);
    });
    const perturbed = add({ mixtures, noise });
    tf.dispose(noise);
    return perturbed;
  };
}
