import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import {
  registerGradient,
  registerKernel,
  runKernel,
  zerosLike,
} from "./kernel.ts";

/**
 * Rows of a table by their numbers, as an embedding needs them: differentiable in the table to any order. tfjs's `gather`
 * reads the numbers to check them, which no compiled program can; here TensorFlow refuses one outside of the table on the
 * CPU, and takes a row of zeros for it on a GPU.
 *
 * @param table [rows, columns]
 * @param at int32 [count]
 * @returns [count, columns]
 */
export function embed(table: tf.Tensor2D, at: tf.Tensor1D): tf.Tensor2D {
  return runKernel("Embed", { table, at }) as tf.Tensor2D;
}

const typeOf = (name: string, value: number): Attribute => ({
  name,
  type: AttributeType.type,
  value,
});

/** Registers the kernels behind {@linkcode embed} and their gradients. */
export function registerEmbed(): void {
  registerKernel("Embed", ({ table, at }, _, backend) => {
    const axis = tf.scalar(0, "int32");
    const rows = backend.executeSingleOutput("GatherV2", [
      typeOf("Tparams", DType.float32),
      typeOf("Tindices", DType.int32),
      typeOf("Taxis", DType.int32),
    ], [table!, at!, axis]);
    axis.dispose();
    return rows;
  });
  registerKernel("EmbedGrad", ({ dy, at }, { rows }, backend) => {
    const count = tf.scalar(rows as number, "int32");
    const sums = backend.executeSingleOutput("UnsortedSegmentSum", [
      typeOf("T", DType.float32),
      typeOf("Tindices", DType.int32),
      typeOf("Tnumsegments", DType.int32),
    ], [dy!, at!, count]);
    count.dispose();
    return sums;
  });
  registerGradient("Embed", ["table", "at"], (dy, [table, at]) => ({
    table: () =>
      runKernel("EmbedGrad", { dy, at: at! }, { rows: table!.shape[0] }),
    at: zerosLike(at!),
  }));
  registerGradient("EmbedGrad", ["at"], (u, [at]) => ({
    dy: () => runKernel("Embed", { table: u, at: at! }),
    at: zerosLike(at!),
  }));
}
