import type { EagerBinding } from "../tensorflow/binding.ts";

/** An eager tensor that a traced function closed over. */
export interface Capture {
  readonly id: number;
  /** A handle of the capture's own on the same memory. */
  readonly handle: bigint;
  /** Id of the placeholder that stands for it. */
  readonly placeholder: number;
}

/** Captured tensors of one trace. */
export interface Captures {
  readonly list: readonly Capture[];
  /** Placeholder of an eager tensor, made on first use. */
  placeholderOf(id: number): number;
  /** Forgets the id of a deleted tensor: another one may get it. */
  forget(id: number): void;
}

/** @param placeholder Adds an input of the function. */
export function traceCaptures(
  { native: { c, status, check }, handleOf, describe }: EagerBinding,
  placeholder: (shape: number[], dtype: number) => number,
): Captures {
  const list: Capture[] = [];
  const inputs = new Map<number, number>();
  return {
    list,
    placeholderOf(id) {
      const seen = inputs.get(id);
      if (seen !== undefined) return seen;
      const handle = c.TFE_TensorHandleCopySharingTensor(handleOf(id), status);
      check("capture");
      const { shape, dtype } = describe(handle);
      const input = placeholder(shape, dtype);
      inputs.set(id, input);
      list.push({ id, handle, placeholder: input });
      return input;
    },
    forget: (id) => {
      inputs.delete(id);
    },
  };
}
