import * as tf from "@tensorflow/tfjs-core";
import { AttributeType, describeTensor } from "../tensorflow/dtype.ts";
import type { Engine, NodeBackend } from "../engine.ts";
import type { TensorMeta } from "../tensorflow/op_binding.ts";
import type { Precision } from "./precision.ts";
import {
  type ProgramFunctions,
  programFunctions,
} from "./program_functions.ts";
import type { Recorder } from "./recorder.ts";
import { trace, type TraceState } from "./trace.ts";

/** Shape and type of an argument of a program. */
export interface TensorSpec {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Default `float32`. */
  readonly dtype?: "float32" | "int32" | "bool";
}

/** A traced function; each run is one call of TensorFlow. */
export interface Program {
  /** Runs the program; the caller owns the results. */
  (...args: tf.Tensor[]): tf.Tensor[];
  /** Number of operations in the graph. */
  readonly operations: number;
  /** Frees what is held of fixed arguments; the next call recomputes it. */
  forget(): void;
  /** Frees the program; later calls throw. */
  dispose(): void;
}

export interface CompileOptions {
  /**
   * Positions of arguments that stay the same over many calls. What depends only on them and on captured tensors is
   * computed once and held until one of them is another tensor. Default: none.
   */
  readonly fixed?: readonly number[] | undefined;
  /** Replaces operations by those of another precision; default: all as they are. */
  readonly precision?: Precision | undefined;
}

const states = new WeakMap<Engine, TraceState>();

function stateOf(engine: Engine): TraceState {
  return states.getOrInsertComputed(
    engine,
    () => ({ functions: new Map(), count: 0, running: false }),
  );
}

/**
 * Traces `fn` once on symbolic tensors and returns a program that replays it as one TensorFlow function. Autodiff runs
 * inside the trace as usual; a program is opaque to autodiff outside.
 *
 * `fn` must be pure: values cannot be read, `Math.random` cannot be used (tfjs's random functions and dropout bake
 * their numbers in), shapes must not depend on values. Eager tensors it closes over are captured as they are now.
 *
 * With `options.fixed` the program is two functions; only the second runs as long as the fixed arguments are the same
 * tensors. The operations and the numbers are the same.
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
  options: CompileOptions = {},
): Program {
  const { binding, backend } = engine;
  const state = stateOf(engine);
  // deno-lint-ignore no-explicit-any
  const { gradientDepth } = (tf.engine() as any).state;
  if (gradientDepth > 0 || state.running) {
    throw new Error(
      "compile: expected a call outside of gradients and traces but found one inside",
    );
  }
  const { recorder, inputs, outputs } = traceFunction(
    engine,
    fn,
    specs,
    options.precision,
  );
  const captured = recorder.captures.map((x) => binding.adopt(x.handle));
  const captures = recorder.captures.map((x) => x.placeholder);
  let functions: ProgramFunctions;
  try {
    functions = programFunctions(engine, state, {
      recorder,
      inputs: [...inputs, ...captures],
      fixed: options.fixed === undefined
        ? []
        : [...options.fixed.map((i) => inputs[i]!), ...captures],
      outputs,
    });
  } finally {
    binding.native.c.TF_DeleteGraph(recorder.graph);
  }
  const checkArguments = argumentCheck(backend, specs);
  let disposed = false;
  const run = (...args: tf.Tensor[]): tf.Tensor[] => {
    if (disposed) {
      throw new Error(
        `${functions.name} was disposed`,
      );
    }
    checkArguments(args);
    const ids = [...backend.getInputTensorIds(args), ...captured];
    const fixed = options.fixed?.map((i) => args[i]!.dataId) ?? [];
    return functions.run(ids, fixed)
      .map((meta) => backend.createOutputTensor(meta));
  };
  return Object.assign(run, {
    operations: recorder.operations.length,
    forget: functions.forget,
    dispose() {
      if (disposed) return;
      disposed = true;
      for (const id of captured) binding.deleteTensor(id);
      functions.dispose();
    },
  });
}

/** Records a function, with the ids of its arguments and its results. */
function traceFunction(
  engine: Engine,
  fn: (...args: tf.Tensor[]) => tf.Tensor[],
  specs: readonly TensorSpec[],
  precision: Precision | undefined,
): { recorder: Recorder; inputs: number[]; outputs: TensorMeta[] } {
  const { backend } = engine;
  const inputs: number[] = [];
  const outputs: TensorMeta[] = [];
  const recorder = trace(engine, stateOf(engine), (recorder) => {
    const symbolic = specs.map(({ shape, dtype = "float32" }) => {
      const meta = { shape: [...shape], dtype: backend.getDTypeInteger(dtype) };
      const id = recorder.placeholder(meta.shape, meta.dtype);
      inputs.push(id);
      return backend.createOutputTensor({ id, ...meta });
    });
    const results = assertTensors(fn(...symbolic));
    backend.getInputTensorIds(results).forEach((id, i) => {
      const { dtype } = recorder.output(id);
      // a function may not return one tensor twice or an argument as it is
      const [copy] = recorder.executeOp(
        "Identity",
        [
          { name: "T", type: AttributeType.type, value: dtype },
          { name: "_i", type: AttributeType.int, value: i },
        ],
        [id],
        1,
      );
      outputs.push({ ...copy!, shape: [...results[i]!.shape] });
    });
  }, precision);
  return { recorder, inputs, outputs };
}

/** Makes a function that throws unless arguments are live tensors of the given shapes and types. */
function argumentCheck(
  backend: NodeBackend,
  specs: readonly TensorSpec[],
): (args: readonly tf.Tensor[]) => void {
  const text = ({ shape, dtype = "float32" }: TensorSpec | tf.Tensor) =>
    describeTensor({ dtype: backend.getDTypeInteger(dtype), shape });
  const expected = specs.map(text);
  return (args) => {
    for (let i = 0; i < Math.max(args.length, expected.length); i++) {
      const a = args[i];
      const found = a && (a.isDisposed ? "a disposed tensor" : text(a));
      if (found !== expected[i]) {
        throw new TypeError(
          `Expected ${expected[i] ?? "no tensor"} but found ${
            found ?? "nothing"
          } for argument ${i} of a compiled program`,
        );
      }
    }
  };
}

/** Rejects what a JavaScript function can return although its type says otherwise. */
function assertTensors(results: unknown): tf.Tensor[] {
  const list = Array.isArray(results) ? results : [results];
  for (const result of list) {
    if (result instanceof tf.Tensor) continue;
    const promise = result instanceof Promise;
    // this error replaces its failure
    if (promise) result.catch(() => {});
    throw new TypeError(
      `compile: expected tensors as results but found ${
        promise ? "a promise" : typeof result
      }: the traced function must be synchronous`,
    );
  }
  return list;
}
