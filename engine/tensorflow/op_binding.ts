import type { Attribute } from "./attributes.ts";

/** Ids from here on belong to symbolic tensors of a trace. */
export const FIRST_SYMBOLIC_ID = 2 ** 30;

/** Identity, shape and type of a tensor on the binding's border. */
export interface TensorMeta {
  /** Number by which tfjs-node's backend refers to the tensor. */
  readonly id: number;
  /** Dimensions. */
  readonly shape: number[];
  /** One of {@linkcode DType}. */
  readonly dtype: number;
}

/** Values that cross between JavaScript and TensorFlow. */
export type Values =
  | Float32Array
  | Int32Array
  | Uint8Array
  | BigInt64Array
  | Uint8Array[];

/** The parts of a traced forward pass whose values are recomputed for the gradient instead of being held. */
export interface SegmentControl {
  /**
   * Runs `body` as a segment of its own, or as part of the enclosing one. With `again` false its values are held: it is
   * only marked as forward pass.
   */
  run<T>(body: () => T, again?: boolean): T;
  /** Holds the values that a segment passes on. */
  hold(ids: readonly number[]): void;
}

/** What tfjs-node's backend calls; the eager binding and the recorder of `compile()` both implement it. */
export interface OpBinding {
  /** Makes a tensor of values. */
  createTensor(shape: number[], dtype: number, values: Values): number;
  /** Frees a tensor. */
  deleteTensor(id: number): void;
  /** Reads a tensor's values. */
  tensorDataSync(id: number): Values;
  /** Runs (or records) one operation. */
  executeOp(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    outputs: number,
  ): TensorMeta[];
  /** Segments of a trace; absent in the eager binding. */
  readonly segments?: SegmentControl;
}
