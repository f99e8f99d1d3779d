import * as tf from "@tensorflow/tfjs-core";
import { clipRowsTensor } from "./clip_rows.ts";
import { crossEntropy } from "../training/loss.ts";
import { observed } from "../training/observed.ts";
import type { SearchForward, SearchSpecs } from "./search_forward.ts";
import { statisticsOf } from "../layers/statistics.ts";
import type { Step } from "../training/programs.ts";

/** Adds noise to mixture weights and clips: see `SearchSteps.perturb`. */
export function perturbStep({ matrices }: SearchSpecs): Step {
  return {
    specs: [...matrices, ...matrices],
    fn: (...inputs) =>
      matrices.map((_, i) =>
        clipRowsTensor(
          tf.add(inputs[i]! as tf.Tensor2D, inputs[matrices.length + i]!),
        )
      ),
  };
}

/** One step of the sign-gradient attack on mixture weights: see `SearchSteps.attack`. */
export function attackStep(
  { weights, statistics, matrices, data, scalar }: SearchSpecs,
  forward: SearchForward,
): Step {
  const count = matrices.length;
  const images = 3 + 2 * count;
  return {
    // what only the weights, the images and the centre say is the same in each step of an attack
    fixed: [
      0,
      1,
      2,
      ...matrices.map((_, i) => 3 + i),
      images,
      images + 1,
      images + 3,
      images + 4,
    ],
    specs: [
      weights,
      statistics,
      statistics,
      ...matrices,
      ...matrices,
      ...data,
      scalar,
      scalar,
    ],
    fn: (w, mean, variance, ...rest) => {
      const centres = rest.slice(0, count);
      const current = rest.slice(count, 2 * count);
      const [x, y, seed, epsilon, size] = rest.slice(2 * count);
      const seen = observed(
        (...mixtures) => {
          const { logits } = forward("eval", {
            weights: w!,
            statistics: statisticsOf(mean!, variance!),
            mixtures,
            x: x!,
            seed: seed!,
          });
          return [crossEntropy(logits, y!)];
        },
        current,
      );
      const moved = centres.map((centre, i) => {
        const ascended = tf.add(
          current[i]!,
          tf.mul(tf.sign(seen.gradients[i]!), size!),
        );
        const offset = tf.maximum(
          tf.minimum(tf.sub(ascended, centre), epsilon!),
          tf.neg(epsilon!),
        );
        return clipRowsTensor(tf.add(centre, offset));
      });
      return [seen.values[0]!, ...moved];
    },
  };
}
