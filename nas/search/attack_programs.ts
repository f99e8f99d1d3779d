import * as tf from "@tensorflow/tfjs-core";
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

/**
 * Projects rows of perturbed mixture weights back towards the simplex (method.md section 4, `clip`): clamp to [0, 1], put
 * 1 at the arg-max before clamping where nothing is left, divide by the row's sum.
 *
 * @param rows [edges, operations]
 */
export function clipRowsTensor(rows: tf.Tensor2D): tf.Tensor2D {
  const clamped = tf.clipByValue(rows, 0, 1);
  const empty = tf.equal(tf.sum(clamped, 1, true), 0);
  const winner = tf.cast(
    tf.oneHot(tf.cast(tf.argMax(rows, 1), "int32"), rows.shape[1]),
    "float32",
  );
  // 1 and 0 as factors: where() cannot broadcast a column over a row
  const lost = tf.cast(empty, "float32");
  const filled = tf.add(
    tf.mul(clamped, tf.sub(1, lost)),
    tf.mul(winner as tf.Tensor2D, lost),
  );
  return tf.div(filled, tf.sum(filled, 1, true));
}
