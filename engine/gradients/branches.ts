import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import {
  FLOAT,
  type KernelBackend,
  registerKernel,
  runKernel,
  type Tensors,
} from "./kernel.ts";

/** Runs a kernel on lists of tensors, the conditions last. */
function runOnLists<R extends tf.Tensor | tf.Tensor[]>(
  name: string,
  tensors: readonly tf.Tensor[],
  conditions: readonly tf.Tensor[],
): R {
  return runKernel<R>(
    name,
    [...tensors, ...conditions] as unknown as Tensors,
    { count: conditions.length },
  );
}

/**
 * A tensor for each of some branches of a compiled program, differentiable to any order. What is computed from the
 * tensor of a branch whose condition is false is not computed, up to {@linkcode joinBranches}, where every branch has to
 * end. Only inside of `compile()`.
 *
 * @param conditions Boolean scalars, of which at most one is true.
 */
export function intoBranches(
  x: tf.Tensor,
  conditions: readonly tf.Tensor[],
): tf.Tensor[] {
  return runOnLists<tf.Tensor[]>("IntoBranches", [x], conditions);
}

/**
 * The result of the branch whose condition is true, or zeros where none is.
 *
 * @param results One tensor of each branch, all of one shape.
 * @param conditions Those of {@linkcode intoBranches}.
 */
export function joinBranches(
  results: readonly tf.Tensor[],
  conditions: readonly tf.Tensor[],
): tf.Tensor {
  return runOnLists<tf.Tensor>("JoinBranches", results, conditions);
}

/** Both results of TensorFlow's Switch: what is computed where the condition is false, and where it is true. */
function switched(
  backend: KernelBackend,
  x: tf.Tensor,
  condition: tf.Tensor,
): [whenFalse: tf.Tensor, whenTrue: tf.Tensor] {
  return backend.executeMultipleOutputs(
    "Switch",
    [FLOAT],
    [x, condition],
    2,
  ) as [
    tf.Tensor,
    tf.Tensor,
  ];
}

/** Zeros of a shape that are filled in only where all conditions are false. */
function zerosUnless(
  backend: KernelBackend,
  shape: readonly number[],
  conditions: readonly tf.Tensor[],
): tf.Tensor {
  const zero = conditions.reduce<tf.Tensor>(
    (value, condition) => switched(backend, value, condition)[0],
    tf.scalar(0),
  );
  return backend.executeSingleOutput("Fill", FILLED, [
    tf.tensor1d([...shape], "int32"),
    zero,
  ]);
}

const FILLED: Attribute[] = [
  FLOAT,
  { name: "index_type", type: AttributeType.type, value: DType.int32 },
];

/** Gradients of the conditions: none. */
function unmoved(conditions: readonly tf.Tensor[]): (() => tf.Tensor)[] {
  return conditions.map(() => () => tf.scalar(0));
}

/** Registers the kernels behind {@linkcode intoBranches} and {@linkcode joinBranches}; each is the other's gradient. */
export function registerBranches(): void {
  registerKernel("IntoBranches", (inputs, _, backend) => {
    const [x, ...conditions] = inputs as unknown as tf.Tensor[];
    return conditions.map((condition) => switched(backend, x!, condition)[1]);
  });
  registerKernel("JoinBranches", (inputs, { count }, backend) => {
    const tensors = inputs as unknown as tf.Tensor[];
    const results = tensors.slice(0, count as number);
    const conditions = tensors.slice(count as number);
    const all = [
      ...results,
      zerosUnless(backend, results[0]!.shape, conditions),
    ];
    const [joined] = backend.executeMultipleOutputs(
      "Merge",
      [
        FLOAT,
        { name: "N", type: AttributeType.int, value: all.length },
      ],
      all,
      2,
    );
    return joined!;
  });
  tf.registerGradient({
    kernelName: "IntoBranches",
    saveAllInputs: true,
    gradFunc: (dys, saved) => {
      const [, ...conditions] = saved as tf.Tensor[];
      const gradient = joinBranches([dys].flat(), conditions);
      return listed([() => gradient, ...unmoved(conditions)]);
    },
  });
  tf.registerGradient({
    kernelName: "JoinBranches",
    saveAllInputs: true,
    gradFunc: (dy, saved) => {
      const tensors = saved as tf.Tensor[];
      const conditions = tensors.slice(tensors.length / 2);
      const gradients = intoBranches(dy as tf.Tensor, conditions);
      return listed([
        ...gradients.map((gradient) => () => gradient),
        ...unmoved(conditions),
      ]);
    },
  });
}

/** Gradients of a kernel that takes a list, by position. */
function listed(
  gradients: readonly (() => tf.Tensor)[],
): Record<string, () => tf.Tensor> {
  return Object.fromEntries(gradients.map((g, i) => [`${i}`, g]));
}
