import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import {
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
} from "./kernel.ts";

/**
 * Takes every second pixel from `offset` on, `x[:, offset::2, offset::2, :]` of an NHWC tensor, differentiable to any
 * order (tfjs's stridedSlice has no gradient).
 */
export function subsample(x: tf.Tensor4D, offset: 0 | 1): tf.Tensor4D {
  return runKernel("Subsample", { x }, { offset }) as tf.Tensor4D;
}

/** Registers the kernels behind {@linkcode subsample} and their gradients. */
export function registerSubsample(): void {
  registerKernel("Subsample", ({ x }, { offset }, backend) => {
    const pairs = pairsOf(x!.shape);
    if (pairs !== undefined) {
      const [rows, , half, channels] = pairs;
      const [n, h, w, c] = x!.shape as [number, number, number, number];
      return tf.tidy(() =>
        tf.reshape(
          tf.slice(
            tf.reshape(x!, pairs),
            [0, offset as number, 0, offset as number * c],
            [rows, 1, half, channels / 2],
          ),
          [n, h / 2, w / 2, c],
        )
      );
    }
    const bounds = boundsOf(offset as number, x!.shape);
    const y = backend.executeSingleOutput("StridedSlice", INDEXED, [
      x!,
      ...bounds,
    ]);
    tf.dispose(bounds);
    return y;
  });
  registerKernel("SubsampleGrad", ({ dy }, { offset, shape }, backend) => {
    const full = shape as [number, number, number, number];
    const pairs = pairsOf(full);
    if (pairs !== undefined) {
      const [rows, , half, channels] = pairs;
      const [before, after] = [offset as number, 1 - (offset as number)];
      return tf.tidy(() =>
        tf.reshape(
          tf.pad(tf.reshape(dy!, [rows, 1, half, channels / 2]), [
            [0, 0],
            [before, after],
            [0, 0],
            [before * full[3], after * full[3]],
          ]),
          full,
        )
      );
    }
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

/**
 * Shape [N H / 2, 2, W / 2, 2 C] of a map with an even number of rows and columns. Every second pixel is one block of
 * it: a slice copies blocks where a strided slice copies numbers (measured: 3 to 8 times faster).
 */
function pairsOf(
  shape: readonly number[],
): [number, number, number, number] | undefined {
  const [n, h, w, c] = shape as [number, number, number, number];
  return h % 2 === 0 && w % 2 === 0 ? [n * h / 2, 2, w / 2, 2 * c] : undefined;
}

function boundsOf(offset: number, shape: readonly number[]): tf.Tensor1D[] {
  return [[0, offset, offset, 0], [...shape], [1, 2, 2, 1]]
    .map((values) => tf.tensor1d(values, "int32"));
}
