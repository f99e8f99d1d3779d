import type { Layers, MixtureRef } from "../layers/layers.ts";
import type {
  ChosenOperations,
  OperationTraits,
} from "../space/operation_traits.ts";

/** Where an operation stands in a network. */
export interface OperationPlace {
  /** Prefix of its parameter names, such as `cells.0._ops.3`. */
  readonly name: string;
  /** 2 at the inputs of a reduction cell: height and width are halved, rounding up. */
  readonly stride: 1 | 2;
  /** True for learned scale and offset in batch normalisation (retrain network). */
  readonly affine: boolean;
  /** Mixture weight to multiply the output by; given only to an operation that takes it. */
  readonly weight?: MixtureRef | undefined;
}

/**
 * A candidate operation of an edge (docs/method.md section 2). It is written once, in the vocabulary of {@linkcode Layers}:
 * parameter names and shapes, counts, gradients, ONNX model and PyTorch weights follow from `forward`.
 *
 * @example ReLU, a 1x1 convolution and a normalisation that takes the mixture weight
 * ```ts
 * import type { Operation } from "./operation.ts";
 *
 * export const operation: Operation = {
 *   name: "conv_1x1",
 *   takesWeight: true,
 *   forward: (layers, x, { name, stride, affine, weight }) =>
 *     layers.convNorm(
 *       layers.relu(x),
 *       { name: `${name}.op.1`, filters: layers.channels(x), stride: [stride, stride] },
 *       { name: `${name}.op.2`, affine, weight },
 *     ),
 * };
 * ```
 */
export interface Operation extends OperationTraits {
  /** Name in spaces, genotypes and results. */
  readonly name: string;
  /**
   * Computes it.
   *
   * @param x Map of [batch, height, width, channels].
   * @returns Map of [batch, height / stride, width / stride, channels], sizes rounded up.
   */
  forward<T>(layers: Layers<T>, x: T, place: OperationPlace): T;
  /**
   * True where `forward` multiplies by the mixture weight itself, which costs nothing in a last batch normalisation; else
   * the mixture multiplies what it gives.
   */
  readonly takesWeight?: boolean | undefined;
  /**
   * True where a mixture normalises the output before it multiplies, so that the operation does not win by scale alone:
   * pools. Not for an operation that takes the weight.
   */
  readonly normalised?: boolean | undefined;
  /** True where stride 1 passes on the input: its values may be dropped in a search, its path never in a retraining. */
  readonly identity?: boolean | undefined;
}

/** Operations by name: those that a network may hold. */
export type Operations = Readonly<Record<string, Operation>>;

/**
 * Gives the operations that a space offers or a genotype has; the file that says so is named where one is missing.
 */
export type LoadOperations = (
  chosen: ChosenOperations,
  file: string,
) => Promise<Operations>;

/**
 * An operation by name.
 *
 * @throws {RangeError} If there is none.
 */
export function operationOf(operations: Operations, name: string): Operation {
  if (!Object.hasOwn(operations, name)) {
    throw new RangeError(
      `Expected an operation of ${
        Object.keys(operations).join(", ")
      } but found ${name}`,
    );
  }
  return operations[name]!;
}
