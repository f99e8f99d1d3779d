// deno-lint-ignore-file no-explicit-any
import * as tf from "@tensorflow/tfjs-core";
import type { TensorMeta, Values } from "./binding.ts";
import { describeTensor } from "./dtype.ts";
import type { Engine } from "./engine.ts";
import { cString } from "./native.ts";
import {
  createRecorder,
  encodeOutputs,
  type GraphFunction,
  type GraphOutput,
  type Recorder,
} from "./recorder.ts";

/** Shape and type of one argument of a compiled program. */
export interface TensorSpec {
  /** Dimensions. */
  readonly shape: readonly number[];
  /** Default `float32`. */
  readonly dtype?: "float32" | "int32" | "bool";
}

/** A traced function: one TensorFlow call a run. */
export interface Program {
  /** Runs it; the caller owns the results. */
  (...args: tf.Tensor[]): tf.Tensor[];
  /** Operations in the graph. */
  readonly operations: number;
  /** Returns its memory; later calls throw. */
  dispose(): void;
}

/** Per engine: functions known to TensorFlow, and whether a trace is running. */
interface CompilerState {
  readonly functions: Map<string, GraphFunction>;
  serial: number;
  tracing: boolean;
}

const states = new WeakMap<Engine, CompilerState>();

function stateOf(engine: Engine): CompilerState {
  let state = states.get(engine);
  if (state === undefined) {
    states.set(
      engine,
      state = { functions: new Map(), serial: 0, tracing: false },
    );
  }
  return state;
}

/**
 * Traces `fn` once on symbolic tensors and returns a program that replays it as one TensorFlow function. Autodiff runs
 * inside the trace as usual; a program is opaque to autodiff outside.
 *
 * `fn` must be pure: values cannot be read, `Math.random` cannot be used (tfjs's random functions and dropout bake
 * their numbers in), shapes must not depend on values. Eager tensors it closes over are captured as they are now.
 *
 * @example
 * ```ts ignore
 * const square = compile(engine, (x) => [tf.square(x!)], [{ shape: [2] }]);
 * const [y] = square(tf.tensor1d([2, 3]));
 * ```
 */
export function compile(
  engine: Engine,
  fn: (...args: tf.Tensor[]) => tf.Tensor[],
  specs: readonly TensorSpec[],
): Program {
  const { binding, backend } = engine;
  const { c, status, check } = binding.native;
  const state = stateOf(engine);
  const tfjs = tf.engine() as any;
  if (tfjs.state.gradientDepth > 0 || state.tracing) {
    throw new Error(
      "compile: expected a call outside of gradients and traces but found one inside",
    );
  }
  const variables: tf.Variable[] = Object.values(
    tfjs.state.registeredVariables,
  );
  backend.getInputTensorIds(variables); // tfjs writes values lazily: without this they would be baked in
  const before = new Map(variables.map((v) => [v, v.dataId]));
  const variableIds = new Map(
    variables.map((v) => [backend.tensorMap.get(v.dataId).id, v.name]),
  );

  const recorder = createRecorder(binding, state.functions);
  const inputs: GraphOutput[] = [];
  const outputs: GraphOutput[] = [];
  const metas: TensorMeta[] = [];
  traced(engine, recorder, () => {
    const symbolic = specs.map(({ shape, dtype = "float32" }) => {
      const meta = { shape: [...shape], dtype: backend.getDTypeInteger(dtype) };
      const id = recorder.placeholder(meta.shape, meta.dtype);
      inputs.push(recorder.output(id));
      return backend.createOutputTensor({ id, ...meta });
    });
    const results = fn(...symbolic);
    for (
      const v of Object.values(tfjs.state.registeredVariables) as tf.Variable[]
    ) {
      if (before.get(v) !== v.dataId) {
        throw new Error(
          `compile: expected state as arguments and results but variable ${v.name} was made or assigned inside the traced function`,
        );
      }
    }
    backend.getInputTensorIds(results).forEach((id, i) => {
      const { dtype } = recorder.output(id);
      // a function may not return one tensor twice or an argument as it is
      const [copy] = recorder.executeOp(
        "Identity",
        [
          { name: "T", type: 4, value: dtype },
          { name: "_i", type: 1, value: i },
        ],
        [id],
        1,
      );
      metas.push({ ...copy!, shape: [...results[i]!.shape] });
      outputs.push(recorder.output(copy!.id));
    });
  });
  for (const { id } of recorder.captures) {
    const name = variableIds.get(id);
    if (name !== undefined) {
      throw new Error(
        `compile: expected state as arguments but the traced function reads variable ${name}`,
      );
    }
  }

  const name = `program_${state.serial++}`;
  const all = [
    ...inputs,
    ...recorder.captures.map((x) => recorder.output(x.placeholder)),
  ];
  const address = c.TF_GraphToFunction(
    recorder.graph,
    cString(name),
    0,
    -1,
    new Uint8Array(8),
    all.length,
    encodeOutputs(all),
    outputs.length,
    encodeOutputs(outputs),
    0n,
    0n,
    cString(""),
    status,
  );
  check("compile");
  c.TFE_ContextAddFunction(binding.context, address, status);
  check("compile");
  c.TF_DeleteGraph(recorder.graph);
  state.functions.set(name, { address, outputs: metas });
  const captured = recorder.captures.map((x) => binding.adopt(x.handle));
  const expected = specs.map(({ shape, dtype = "float32" }) =>
    describeTensor({
      dtype: backend.getDTypeInteger(dtype),
      shape: [...shape],
    })
  );

  let disposed = false;
  const run = (...args: tf.Tensor[]): tf.Tensor[] => {
    if (disposed) {
      throw new Error(`Expected a live program but ${name} was disposed`);
    }
    for (let i = 0; i < Math.max(args.length, expected.length); i++) {
      const a = args[i];
      const found = a && describeTensor({
        dtype: backend.getDTypeInteger(a.dtype),
        shape: a.shape,
      });
      if (found !== expected[i]) {
        throw new TypeError(
          `Expected ${expected[i] ?? "no tensor"} but found ${
            found ?? "nothing"
          } for argument ${i} of a compiled program`,
        );
      }
    }
    const ids = [...backend.getInputTensorIds(args), ...captured];
    // through the backend's binding, so that a program also runs inside another trace
    return backend.binding.executeOp(name, [], ids, metas.length)
      .map((meta) => backend.createOutputTensor(meta));
  };
  return Object.assign(run, {
    operations: recorder.operations(),
    dispose() {
      if (disposed) return;
      disposed = true;
      for (const id of captured) binding.deleteTensor(id);
      c.TFE_ContextRemoveFunction(binding.context, cString(name), status);
      check("dispose");
      c.TF_DeleteFunction(address);
      state.functions.delete(name);
    },
  });
}

/** Runs `body` with the recorder in place of the eager binding, and puts everything back whatever happens. */
function traced(engine: Engine, recorder: Recorder, body: () => void): void {
  const { backend, binding } = engine;
  const state = stateOf(engine);
  const random = Math.random;
  state.tracing = true;
  backend.binding = recorder;
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
  let finished = false;
  try {
    tf.tidy(body);
    finished = true;
  } finally {
    Math.random = random;
    delete (backend as Partial<NodeBackendMove>).move;
    backend.binding = binding;
    state.tracing = false;
    if (!finished) {
      for (const { handle } of recorder.captures) {
        binding.native.c.TFE_DeleteTensorHandle(handle);
      }
      binding.native.c.TF_DeleteGraph(recorder.graph);
    }
  }
}

interface NodeBackendMove {
  move: (
    dataId: object,
    values: Values,
    shape: number[],
    dtype: string,
    refCount: number,
  ) => void;
}
