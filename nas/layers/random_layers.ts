import * as tf from "@tensorflow/tfjs-core";
import {
  statelessNormal,
  statelessUniform,
} from "../../engine/stateless_random.ts";
import type { Layers } from "./layers.ts";
import type { Layout } from "./layout.ts";

/** Random numbers of a forward pass. */
export interface RandomInputs {
  /** Keep masks of droppable paths divided by the keep probability, [batch, paths]; absent = keep all. */
  readonly pathScale?: tf.Tensor | undefined;
  /** Seed of noise operations and dropouts, int32 [2]. */
  readonly noiseSeed?: tf.Tensor | undefined;
  /** Rate of dropouts; absent = keep all. */
  readonly dropOut?: tf.Tensor | undefined;
}

/** The layers that draw random numbers; nothing is dropped in evaluation mode. */
export function randomLayers(
  layout: Layout,
  inputs: RandomInputs,
  mode: "train" | "eval",
): Pick<Layers<tf.Tensor>, "noise" | "dropPath" | "dropOut"> {
  const pathIndex = new Map(layout.paths.map((name, i) => [name, i]));
  const noiseIndex = new Map(layout.noises.map((name, i) => [name, i]));
  const noiseSeed = (name: string) => {
    if (inputs.noiseSeed === undefined) {
      throw new Error(`No noise seed was given for ${name}`);
    }
    return tf.add(
      inputs.noiseSeed,
      tf.tensor1d([0, noiseIndex.get(name)!], "int32"),
    );
  };
  let pathScales: tf.Tensor[] | undefined;
  return {
    noise(x, { name, stride }) {
      const [n, h, w, c] = x.shape as [number, number, number, number];
      return statelessNormal(
        [n, Math.ceil(h / stride), Math.ceil(w / stride), c],
        noiseSeed(name),
      );
    },
    dropPath(x, name) {
      if (inputs.pathScale === undefined || mode === "eval") return x;
      pathScales ??= tf.unstack(inputs.pathScale, 1);
      const scale = pathScales[pathIndex.get(name)!]!;
      return tf.mul(x, tf.reshape(scale, [-1, 1, 1, 1]));
    },
    dropOut(x, { name }) {
      if (inputs.dropOut === undefined || mode === "eval") return x;
      const drawn = statelessUniform(x.shape, noiseSeed(name));
      const kept = tf.cast(tf.greaterEqual(drawn, inputs.dropOut), "float32");
      return tf.mul(x, tf.div(kept, tf.sub(1, inputs.dropOut)));
    },
  };
}
