import type { Native } from "./native.ts";
import { FIRST_SYMBOLIC_ID } from "./op_binding.ts";

/** TensorFlow's tensor handles by the ids that tfjs-node's backend uses. */
export interface HandleTable {
  live(): number;
  /** Gives a handle an id and owns it. */
  adopt(handle: bigint): number;
  /** Handle of an id; throws if the tensor was disposed or never had values. */
  handleOf(id: number): bigint;
  /** Frees the handle of an id. */
  free(id: number): void;
  /** Shape and type of a handle. */
  describe(handle: bigint): { shape: number[]; dtype: number };
}

/** Makes an empty table. */
export function createHandleTable({ c, status }: Native): HandleTable {
  const handles: bigint[] = [];
  const unused: number[] = [];
  let live = 0;
  const handleOf = (id: number): bigint => {
    const handle = handles[id];
    if (id >= FIRST_SYMBOLIC_ID) {
      throw new Error(
        "Expected a tensor with values but found a symbolic one of a finished trace",
      );
    }
    if (handle === undefined || handle === 0n) {
      throw new Error(`Expected a live tensor but found id ${id}, disposed`);
    }
    return handle;
  };
  return {
    live: () => live,
    handleOf,
    adopt(handle) {
      live++;
      const id = unused.pop();
      if (id === undefined) return handles.push(handle) - 1;
      handles[id] = handle;
      return id;
    },
    free(id) {
      c.TFE_DeleteTensorHandle(handleOf(id));
      handles[id] = 0n;
      unused.push(id);
      live--;
    },
    describe(handle) {
      const rank = c.TFE_TensorHandleNumDims(handle, status);
      const shape = new Array<number>(rank);
      for (let i = 0; i < rank; i++) {
        shape[i] = Number(c.TFE_TensorHandleDim(handle, i, status));
      }
      return { shape, dtype: c.TFE_TensorHandleDataType(handle) };
    },
  };
}
