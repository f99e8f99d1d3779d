import * as tf from "@tensorflow/tfjs-core";
import { NonFiniteError, nonFiniteValues } from "../../common/non_finite.ts";
import type { Engine } from "../../engine/engine.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { type Batch, batchTensors, finiteScalars } from "../training/batch.ts";
import type { Relaxation } from "../relaxations/relaxation.ts";
import { type HessianParts, hessianParts } from "./hessian_programs.ts";
import type { Layout } from "../layers/layout.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import {
  compileParts,
  type OwnedPrograms,
  type Programs,
} from "../training/programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import type { SupernetConfig } from "../network/supernet.ts";

/** Loss, gradient and Hessian of one batch in the raw alphas. */
export interface AlphaHessian {
  /** Cross entropy. */
  readonly loss: number;
  /** Gradient, flattened: matrix by matrix, row by row. */
  readonly gradient: Float64Array;
  /** Hessian, row-major [n, n], without weight decay. */
  readonly matrix: Float64Array;
  readonly dimension: number;
}

/** The network whose curvature is measured. */
export interface CurvedNetwork {
  readonly config: SupernetConfig;
  readonly layout: Layout;
  /** Mixture weights from alphas; soft-max by default. */
  readonly relaxation?: Relaxation | undefined;
}

export interface AlphaHessianOptions extends CurvedNetwork {
  readonly weights: Float32Array;
  /** Raw alphas of each matrix (see `alphaMatrices`), row-major. */
  readonly alphas: readonly Float32Array[];
  /** Data; batch normalisation uses its statistics. */
  readonly batch: Batch;
  readonly seed: number;
  /** Factor of auxiliary skips, where the supernet takes it with each pass. */
  readonly skipFactor?: number | undefined;
  /** Programs for batches of this size, where several Hessians share them. */
  readonly programs?: Programs<HessianParts>;
  readonly afterColumn?: (done: number, total: number) => Promise<void> | void;
}

/** The validation loss of one batch around given alphas; the caller disposes it. */
export interface AlphaCurvature {
  /** Cross entropy. */
  readonly loss: number;
  /** Gradient, flattened: matrix by matrix, row by row. */
  readonly gradient: Float64Array;
  /** Product of the Hessian, without weight decay, with a vector in the order of the gradient. */
  product(vector: Float64Array): Float64Array;
  /** Disposes tensors and programs. */
  dispose(): void;
}

/**
 * Computes loss and gradient, and prepares Hessian-vector products (docs/method.md section 4).
 *
 * @throws {NonFiniteError} Where loss, gradient or a product is not finite, with the images.
 */
export function alphaCurvature(
  engine: Engine,
  options: AlphaHessianOptions,
): AlphaCurvature {
  const { config, weights, alphas, seed, skipFactor } = options;
  const { x, y, count, ids } = batchTensors(options.batch, config.size);
  const images = { validation: ids };
  const own = options.programs === undefined
    ? hessianPrograms(engine, options, count)
    : undefined;
  const programs = options.programs ?? own!;
  const shapes = alphaMatrices(config.space).map((
    { rows, columns },
  ): [number, number] => [rows, columns]);
  const inputs = {
    weights: tf.tensor1d(weights),
    alphas: shapes.map((shape, i) => tf.tensor2d(alphas[i]!, shape)),
    x,
    y,
    seed: noiseSeed({ seed, pass: "hessian", epoch: 0, step: 0 }),
    skipFactor: skipFactor === undefined ? undefined : tf.scalar(skipFactor),
  };
  const flat = (name: string, tensors: readonly tf.Tensor[]) => {
    const values = tensors.flatMap((t) => Array.from(t.dataSync()));
    const found = nonFiniteValues([[name, values]]);
    if (found !== undefined) throw new NonFiniteError(found, { images });
    return Float64Array.from(values);
  };
  const dispose = () => {
    programs.forget();
    disposeTensors(inputs);
    own?.disposeAll();
  };
  try {
    const first = programs.gradient(inputs);
    const { loss } = finiteScalars(
      { loss: first.loss },
      "the Hessian's loss",
      images,
    );
    const gradient = flat("the gradient in the alphas", first.gradients);
    disposeTensors(first);
    return {
      loss,
      gradient,
      product: (vector) => {
        let offset = 0;
        const vectors = shapes.map(([rows, columns]) => {
          const end = offset + rows * columns;
          const part = Float32Array.from(vector.subarray(offset, end));
          offset = end;
          return tf.tensor2d(part, [rows, columns]);
        });
        const products = programs.product({ ...inputs, vectors });
        const values = flat("a product of the Hessian", products);
        disposeTensors(products, vectors);
        return values;
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/**
 * Exact Hessian of the validation loss in the raw alphas, column by column with Hessian-vector products (docs/method.md
 * section 4).
 *
 * Where mixture weights do not change when a constant is added to a row, as those of a soft-max, the columns of each
 * row's candidates sum to zero: the last column of a row follows from the others, exactly. Alphas that no cell reads have
 * columns of zeros.
 */
export async function alphaHessian(
  engine: Engine,
  options: AlphaHessianOptions,
): Promise<AlphaHessian> {
  const at = alphaCurvature(engine, options);
  try {
    const { loss, gradient } = at;
    const { relaxation } = options;
    const follows = relaxation === undefined ||
      relaxation.shiftInvariant === true;
    const dimension = gradient.length;
    const matrix = new Float64Array(dimension * dimension);
    const columnOf = (index: number): Float64Array => {
      const unit = new Float64Array(dimension);
      unit[index] = 1;
      return at.product(unit);
    };
    let index = 0;
    const matrices = alphaMatrices(options.config.space);
    for (const { rows, columns, unread = false } of matrices) {
      for (let row = 0; row < rows; row++) {
        const last = new Float64Array(dimension);
        for (let column = 0; column < columns; column++, index++) {
          const known = unread || (follows && column === columns - 1)
            ? last
            : columnOf(index);
          for (let i = 0; i < dimension; i++) {
            matrix[i * dimension + index] = known[i]!;
            last[i]! -= known[i]!;
          }
          await options.afterColumn?.(index + 1, dimension);
        }
      }
    }
    return { loss, gradient, matrix, dimension };
  } finally {
    at.dispose();
  }
}

/** Programs of Hessians on batches of a size; the caller disposes them. */
export function hessianPrograms(
  engine: Engine,
  { config, layout, relaxation }: CurvedNetwork,
  batch: number,
): OwnedPrograms<HessianParts> {
  return compileParts(
    engine,
    hessianParts(config, layout, { batch, relaxation }),
  );
}
