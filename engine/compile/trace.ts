import * as tf from "@tensorflow/tfjs-core";
import type { Engine, NodeBackend } from "../engine.ts";
import { FIRST_SYMBOLIC_ID } from "../tensorflow/op_binding.ts";
import type { Precision } from "./precision.ts";
import type { GraphFunction } from "./graph_definitions.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { guardVariables } from "./variable_guard.ts";

/** Ids reserved for each trace; none has more outputs. */
const IDS_PER_TRACE = 2 ** 24;

/** State that the traces of an engine share. */
export interface TraceState {
  /** Functions registered with TensorFlow, by name. */
  readonly functions: Map<string, GraphFunction>;
  count: number;
  /** True during a trace. */
  running: boolean;
}

/**
 * Runs `body` with a recorder in place of the eager binding, then restores the binding. The caller frees the recorder's
 * graph and captured handles; if `body` throws, they are freed here.
 *
 * @param precision Replaces operations that tfjs asks for.
 * @throws If `body` reads, creates or assigns a variable.
 */
export function trace(
  { backend, binding }: Engine,
  state: TraceState,
  body: (recorder: Recorder) => void,
  precision: Precision = (execute) => execute,
): Recorder {
  const guard = guardVariables(backend);
  const recorder = createRecorder(binding, {
    functions: state.functions,
    firstId: FIRST_SYMBOLIC_ID + IDS_PER_TRACE * state.count++,
  });
  const random = Math.random;
  let finished = false;
  state.running = true;
  backend.binding = { ...recorder, executeOp: precision(recorder.executeOp) };
  // constants made inside the trace become graph constants at once instead of lazily written values
  backend.move = (dataId, values, shape, dtype, refCount) => {
    const type = backend.getDTypeInteger(dtype);
    const id = recorder.constant(shape, type, values ?? new Uint8Array(0));
    backend.tensorMap.set(dataId, {
      shape,
      dtype: type,
      values: null,
      id,
      refCount,
    });
  };
  Math.random = () => {
    throw new Error(
      "compile: expected random numbers as arguments but found a random function inside the traced function: its numbers would be baked in",
    );
  };
  try {
    tf.tidy(() => {
      body(recorder);
    });
    guard.assertUntouched();
    for (const { id } of recorder.captures) {
      const name = guard.nameOf(id);
      if (name !== undefined) {
        throw new Error(
          `compile: expected state as arguments but the traced function reads variable ${name}`,
        );
      }
    }
    finished = true;
    return recorder;
  } finally {
    Math.random = random;
    // restores the prototype's method
    delete (backend as Partial<Pick<NodeBackend, "move">>).move;
    backend.binding = binding;
    state.running = false;
    guard.release();
    if (!finished) {
      for (const { handle } of recorder.captures) {
        binding.native.c.TFE_DeleteTensorHandle(handle);
      }
      binding.native.c.TF_DeleteGraph(recorder.graph);
    }
  }
}
