import * as tf from "@tensorflow/tfjs-core";
import { AttributeType, DType } from "./tensorflow/dtype.ts";
import { registerKernel, runKernel } from "./gradients/kernel.ts";

/**
 * Standard normal numbers by TensorFlow's counter-based generator (Philox), a function of the seed alone: the same in
 * eager mode and in every run of a compiled program. Without gradient.
 *
 * @param seed int32 [2]
 */
export function statelessNormal(
  shape: readonly number[],
  seed: tf.Tensor,
): tf.Tensor {
  return stateless("Normal", shape, seed);
}

/**
 * Numbers that are uniform in [0, 1), like {@linkcode statelessNormal}.
 *
 * @param seed int32 [2]
 */
export function statelessUniform(
  shape: readonly number[],
  seed: tf.Tensor,
): tf.Tensor {
  return stateless("Uniform", shape, seed);
}

function stateless(
  distribution: "Normal" | "Uniform",
  shape: readonly number[],
  seed: tf.Tensor,
): tf.Tensor {
  const kernel = `Stateless${distribution}`;
  registerKernel(kernel, (inputs, attributes, backend) => {
    const dims = tf.tensor1d(attributes.shape as number[], "int32");
    const y = backend.executeSingleOutput(`StatelessRandom${distribution}`, [
      { name: "dtype", type: AttributeType.type, value: DType.float32 },
      { name: "T", type: AttributeType.type, value: DType.int32 },
      { name: "Tseed", type: AttributeType.type, value: DType.int32 },
    ], [dims, inputs.seed!]);
    dims.dispose();
    return y;
  });
  return runKernel(kernel, { seed }, { shape: [...shape] });
}
