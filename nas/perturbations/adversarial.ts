import * as tf from "@tensorflow/tfjs-core";
import { finiteScalars } from "../training/batch.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { attackLossPart, attackPart } from "./attack_step.ts";
import type { Perturbation } from "./perturbation.ts";
import { uniformNoise } from "./uniform_noise.ts";

/** Number of steps of the attack; published. */
export const ATTACK_STEPS = 7;

/**
 * A sign-gradient attack of seven steps from a random start, in evaluation mode, undone where it lowers the loss:
 * SDARTS-ADV. It throws a `NonFiniteError` when a loss is not finite: what it lowers cannot be told.
 */
export const perturbation: Perturbation = {
  name: "adversarial",
  prepare: (network) => {
    const start = uniformNoise(network);
    const ascend = network.compile(attackPart(network));
    const loss = network.compile(attackLossPart(network));
    return ({ mixtures: centre, noiseSeed, images, ...pass }, at) => {
      const { epsilon, epoch, step: position, settle } = at;
      const place = `loss of the attack at epoch ${epoch + 1} step ${
        position + 1
      }`;
      const finite = (loss: tf.Tensor) =>
        finiteScalars({ loss }, place, images).loss;
      const lossAt = (mixtures: readonly tf.Tensor[], at: number): number => {
        const seed = noiseSeed(at);
        const results = loss({ ...pass, mixtures, seed });
        const value = finite(results.loss);
        disposeTensors(results, seed);
        return value;
      };
      let attacked = settle(start(centre, at));
      const before = lossAt(centre, 0);
      const losses = [before];
      const radius = tf.scalar(epsilon);
      const size = tf.scalar(2 * epsilon / ATTACK_STEPS);
      for (let step = 0; step < ATTACK_STEPS; step++) {
        const seed = noiseSeed(1 + step);
        const { loss, mixtures } = ascend({
          ...pass,
          centre,
          mixtures: attacked,
          seed,
          epsilon: radius,
          size,
        });
        losses.push(finite(loss));
        disposeTensors(loss, seed, attacked);
        attacked = settle(mixtures);
      }
      disposeTensors(radius, size);
      const after = lossAt(attacked, 1 + ATTACK_STEPS);
      losses.push(after);
      network.forget();
      const fellBack = after < before;
      if (fellBack) disposeTensors(attacked);
      return {
        mixtures: fellBack ? centre.map((m) => tf.clone(m)) : attacked,
        attack: { gain: after - before, fellBack, losses },
      };
    };
  },
};
