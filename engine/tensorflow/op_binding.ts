import type { Attribute } from "./attributes.ts";
import type { Segments } from "../compile/segments.ts";

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
  /** Segments of a trace; eager tensors are held by whoever holds them. */
  readonly segments?: Pick<Segments, "run" | "hold">;
}
