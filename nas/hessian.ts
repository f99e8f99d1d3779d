import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../engine/engine.ts";
import { alphaMatrices } from "./alpha_matrices.ts";
import { type Batch, batchTensors, finiteScalars } from "./batch.ts";
import { type HessianSteps, hessianSteps } from "./hessian_steps.ts";
import type { Layout } from "./layout.ts";
import { noiseSeed } from "./noise_seed.ts";
import { compileSteps, type Programs } from "./steps.ts";
import type { SupernetConfig } from "./supernet.ts";

/** Loss, gradient and Hessian of one batch in the raw alphas. */
export interface AlphaHessian {
  /** Cross entropy. */
  readonly loss: number;
  /** Gradient, flattened: matrix by matrix, row by row. */
  readonly gradient: Float64Array;
  /** Hessian, row-major [n, n], without weight decay. */
  readonly matrix: Float64Array;
  /** n. */
  readonly dimension: number;
}

/** What {@linkcode alphaHessian} needs. */
export interface AlphaHessianOptions {
  /** Supernet. */
  readonly config: SupernetConfig;
  /** Its layout. */
  readonly layout: Layout;
  /** Flat weights. */
  readonly weights: Float32Array;
  /** Raw alphas of each matrix (see `alphaMatrices`), row-major. */
  readonly alphas: readonly Float32Array[];
  /** Data; batch normalisation uses its statistics. */
  readonly batch: Batch;
  /** Seed of noise operations. */
  readonly seed: number;
  /** Programs for batches of this size, where several Hessians share them. */
  readonly programs?: Programs<keyof HessianSteps>;
  /** Called after each column. */
  readonly afterColumn?: (done: number, total: number) => Promise<void> | void;
}

/**
 * Exact Hessian of the validation loss in the raw alphas, column by column with Hessian-vector products (method.md
 * section 4).
 *
 * A softmax does not change when a constant is added to its row, so the columns of each row's candidates sum to
 * zero: the last column of a row follows from the others, exactly.
 */
export async function alphaHessian(
  engine: Engine,
  options: AlphaHessianOptions,
): Promise<AlphaHessian> {
  const { config, layout, weights, alphas, seed } = options;
  const { x, y, count } = batchTensors(options.batch, config.size);
  const own = options.programs === undefined
    ? hessianPrograms(engine, { config, layout }, count)
    : undefined;
  const programs = options.programs ?? own!;
  const shapes = alphaMatrices(config.space).map((
    { rows, columns },
  ): [number, number] => [rows, columns]);
  const inputs = [
    tf.tensor1d(weights),
    ...shapes.map((shape, i) => tf.tensor2d(alphas[i]!, shape)),
    x,
    y,
    noiseSeed({ seed, pass: "hessian", epoch: 0, step: 0 }),
  ];
  const flat = (tensors: readonly tf.Tensor[]): number[] =>
    tensors.flatMap((t) => Array.from(t.dataSync()));
  try {
    const first = programs.gradient(...inputs);
    const [loss] = finiteScalars(first.slice(0, 1), "the Hessian's loss");
    const gradient = Float64Array.from(flat(first.slice(1)));
    tf.dispose(first);
    const dimension = gradient.length;
    const matrix = new Float64Array(dimension * dimension);
    const columnOf = (at: number): number[] => {
      let offset = 0;
      const vectors = shapes.map(([rows, columns]) => {
        const part = new Float32Array(rows * columns);
        if (at >= offset && at < offset + part.length) part[at - offset] = 1;
        offset += part.length;
        return tf.tensor2d(part, [rows, columns]);
      });
      const products = programs.product(...inputs, ...vectors);
      const values = flat(products);
      tf.dispose([...products, ...vectors]);
      return values;
    };
    let at = 0;
    for (const [rows, columns] of shapes) {
      for (let row = 0; row < rows; row++) {
        const last = new Float64Array(dimension);
        for (let column = 0; column < columns; column++, at++) {
          const known = column === columns - 1 ? last : columnOf(at);
          for (let i = 0; i < dimension; i++) {
            matrix[i * dimension + at] = known[i]!;
            last[i]! -= known[i]!;
          }
          await options.afterColumn?.(at + 1, dimension);
        }
      }
    }
    return { loss: loss!, gradient, matrix, dimension };
  } finally {
    tf.dispose(inputs);
    own?.disposeAll();
  }
}

/** Programs of Hessians on batches of a size; the caller disposes them. */
export function hessianPrograms(
  engine: Engine,
  { config, layout }: Pick<AlphaHessianOptions, "config" | "layout">,
  batch: number,
): Programs<keyof HessianSteps> & { disposeAll(): void } {
  return compileSteps(engine, { ...hessianSteps(config, layout, { batch }) });
}
