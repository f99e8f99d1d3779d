import type { Layers } from "../layers/layers.ts";

/** Shape of the auxiliary head behind the cell at two thirds of the depth (docs/method.md section 2). */
export interface AuxiliaryForm {
  /** Pixels a side of the map that it reads. */
  readonly side: number;
  /** Stride of its pool, which makes 2x2 of the map with windows of 5x5. */
  readonly stride: number;
  /** True where its last convolution is normalised. */
  readonly norm: boolean;
}

/**
 * First layers of a network (docs/method.md section 3), from images to the two inputs of the first cell. It is written
 * once, in the vocabulary of {@linkcode Layers}: parameter names and shapes, counts, gradients, ONNX model and PyTorch
 * weights follow from `forward`. A module that the parameter `stem` names exports it as `stem`.
 *
 * @example A convolution that halves the images
 * ```ts
 * import type { Stem } from "./stem.ts";
 *
 * export const stem: Stem = {
 *   name: "halving",
 *   halvings: 1,
 *   reduced: false,
 *   forward: (layers, images, channels) => {
 *     const map = layers.convNorm(images, {
 *       name: "stem.0",
 *       filters: channels,
 *       kernel: [3, 3],
 *       stride: [2, 2],
 *       pad: [1, 1],
 *     }, { name: "stem.1", affine: true });
 *     return [map, map];
 *   },
 * };
 * ```
 */
export interface Stem {
  /** Name in results. */
  readonly name: string;
  /** How often the second input of the first cell is halved, rounding up. */
  readonly halvings: number;
  /** True where the first input is halved once less. */
  readonly reduced: boolean;
  /** The auxiliary head of its networks; without one they have none. */
  readonly auxiliary?: AuxiliaryForm | undefined;
  /**
   * Computes it. Names of its parameters begin with `stem`.
   *
   * @param images Images of [batch, height, width, 3].
   * @param channels Channels of the first cell; the inputs may have others.
   * @returns The inputs of the first cell: outputs of the two cells that are not before it.
   */
  forward<T>(
    layers: Layers<T>,
    images: T,
    channels: number,
  ): readonly [T, T];
}

/** Gives a stem by its name. */
export type LoadStem = (name: string) => Promise<Stem>;
