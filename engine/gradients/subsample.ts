import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../attributes.ts";
import { AttributeType, DType } from "../dtype.ts";
import {
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
} from "./kernel.ts";

/**
 * Every second pixel from `offset` on: `x[:, offset::2, offset::2, :]` of an NHWC tensor, differentiable to any order
 * (tfjs's stridedSlice has no gradient).
 */
export function subsample(x: tf.Tensor4D, offset: 0 | 1): tf.Tensor4D {
  return runKernel("Subsample", { x }, { offset }) as tf.Tensor4D;
}

/** Registers the kernels behind {@linkcode subsample} and their gradients. */
export function registerSubsample(): void {
  registerKernel("Subsample", ({ x }, { offset }, backend) => {
    const bounds = boundsOf(offset as number, x!.shape);
    const y = backend.executeSingleOutput("StridedSlice", INDEXED, [
      x!,
      ...bounds,
    ]);
    tf.dispose(bounds);
    return y;
  });
  registerKernel("SubsampleGrad", ({ dy }, { offset, shape }, backend) => {
    const full = shape as number[];
    const bounds = [
      tf.tensor1d(full, "int32"),
      ...boundsOf(offset as number, full),
    ];
    const dx = backend.executeSingleOutput("StridedSliceGrad", INDEXED, [
      ...bounds,
      dy!,
    ]);
    tf.dispose(bounds);
    return dx;
  });
  registerGradient("Subsample", ["x"], (dy, [x], { offset }) => ({
    x: () => runKernel("SubsampleGrad", { dy }, { offset, shape: x!.shape }),
  }));
  registerGradient("SubsampleGrad", [], (u, _, { offset }) => ({
    dy: () => runKernel("Subsample", { x: u }, { offset }),
  }));
}

const INDEXED: Attribute[] = [
  FLOAT,
  { name: "Index", type: AttributeType.type, value: DType.int32 },
];

function boundsOf(offset: number, shape: readonly number[]): tf.Tensor1D[] {
  return [[0, offset, offset, 0], [...shape], [1, 2, 2, 1]]
    .map((values) => tf.tensor1d(values, "int32"));
}
