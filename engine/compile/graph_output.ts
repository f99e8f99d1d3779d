import type { Native } from "../tensorflow/native.ts";

/** Operations with opaque outputs (reserve space) whose shape nobody reads. */
const OPAQUE_OUTPUTS = /^FusedBatchNorm/;

export interface GraphOutput {
  /** Address of the TF_Operation. */
  readonly operation: bigint;
  /** Index among the operation's outputs. */
  readonly index: number;
  /** Static shape. */
  readonly shape: number[];
  /** One of {@linkcode DType}. */
  readonly dtype: number;
}

/**
 * Describes an output; its shape comes from TensorFlow's own inference.
 *
 * @param declared Shape where inference knows none: that of a function's output.
 * @returns The output, and whether its shape is known.
 */
export function inferOutput(
  { c, status, check }: Native,
  { graph, name, operation, index, declared }: {
    readonly graph: bigint;
    readonly name: string;
    readonly operation: bigint;
    readonly index: number;
    readonly declared: number[] | undefined;
  },
): { output: GraphOutput; known: boolean } {
  const rank = declared?.length ??
    c.TF_GraphGetTensorNumDims(graph, operation, index, status);
  check(name);
  const dims = new BigInt64Array(Math.max(rank, 1));
  if (declared === undefined && rank > 0) {
    c.TF_GraphGetTensorShape(graph, operation, index, dims, rank, status);
    check(name);
  }
  const shape = declared ??
    Array.from(dims.subarray(0, Math.max(rank, 0)), Number);
  const known = rank >= 0 && shape.every((d) => d >= 0);
  if (!known && !OPAQUE_OUTPUTS.test(name)) {
    throw new Error(
      `compile: expected static shapes but output ${index} of ${name} depends on values (${
        rank < 0 ? "unknown rank" : `[${shape}]`
      })`,
    );
  }
  const dtype = c.TF_OperationOutputType(operation, index);
  return { output: { operation, index, shape, dtype }, known };
}

/** Bytes of a `TF_Output[]`. */
export function encodeOutputs(
  outputs: readonly GraphOutput[],
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(16 * Math.max(1, outputs.length)));
  outputs.forEach(({ operation, index }, i) => {
    view.setBigUint64(16 * i, operation, true);
    view.setInt32(16 * i + 8, index, true);
  });
  return new Uint8Array(view.buffer);
}
