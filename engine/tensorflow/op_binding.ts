import type { Attribute } from "./attributes.ts";

/** Ids from this one on are symbolic tensors of a trace. */
export const FIRST_SYMBOLIC_ID = 2 ** 30;

/** Id, shape and type of a tensor in the binding. */
export interface TensorMeta {
  /** Id of the tensor in tfjs-node's backend. */
  readonly id: number;
  readonly shape: number[];
  /** One of {@linkcode DType}. */
  readonly dtype: number;
}

/** Values as JavaScript holds them. */
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

/** Where the operations of a trace run. */
export interface DeviceControl {
  /** Records what `body` does for a device, counted from 0: GPUs where there are any, else those of the processor. */
  run<T>(device: number, body: () => T): T;
}

/** Interface that tfjs-node's backend calls: implemented by the eager binding and by the recorder of `compile()`. */
export interface OpBinding {
  createTensor(shape: number[], dtype: number, values: Values): number;
  deleteTensor(id: number): void;
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
  /** Devices of a trace; absent in the eager binding. */
  readonly devices?: DeviceControl;
}
