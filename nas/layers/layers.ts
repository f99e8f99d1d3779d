/**
 * The vocabulary in which networks are written. A network is a function over {@linkcode Layers}: read with shapes it
 * yields its parameter layout and counts, read with tensors it computes.
 *
 * Parameter names are the module paths of the reference code (`cells.0._ops.3._ops.1.op.1.weight`), so that weights
 * can be exchanged with PyTorch implementations of this family.
 *
 * @module
 */

/** A bias-free convolution. */
export interface ConvOptions {
  /** Parameter name without `.weight`. */
  readonly name: string;
  /** Output channels. */
  readonly filters: number;
  /** Kernel height and width; default 1x1. */
  readonly kernel?: readonly [number, number];
  /** Stride in height and width; default 1. */
  readonly stride?: readonly [number, number];
  /** Zero padding in height and width, on both sides; default 0. */
  readonly pad?: readonly [number, number];
}

/** A bias-free depthwise convolution, padded so that stride 1 keeps the size. */
export interface DepthwiseOptions {
  /** Parameter name without `.weight`. */
  readonly name: string;
  /** Side of the kernel, odd. */
  readonly kernel: number;
  /** Stride in height and width. */
  readonly stride: 1 | 2;
  /** Distance between taps. */
  readonly dilation: 1 | 2;
}

/** Batch normalisation. */
export interface NormOptions {
  /** Parameter name without `.weight`. */
  readonly name: string;
  /** True for learned scale and offset. */
  readonly affine: boolean;
  /** Weight of the batch in new running statistics, PyTorch's `momentum`; default 0.1. */
  readonly momentum?: number;
  /**
   * Mixture weight by which the result is multiplied, for a norm that is not affine. The weight is used as the scale,
   * so a weighted operation costs no more than a plain one.
   */
  readonly weight?: MixtureRef | undefined;
}

/** Factor of auxiliary skips: a number, or `given` with each pass of a search. */
export type SkipFactor = number | "given";

/** Position of a mixture weight: matrix (`normal`, `reduce`), edge (row) and operation (column). */
export interface MixtureRef {
  /** Name of the alpha matrix. */
  readonly matrix: string;
  /** Row. */
  readonly edge: number;
  /** Column. */
  readonly operation: number;
}

/** An edge of a supernet among those of its matrix of mixture weights. */
export type EdgeRef = Omit<MixtureRef, "operation">;

/** A candidate operation of an edge. */
export interface Candidate<T> {
  /** Column of its mixture weight. */
  readonly operation: number;
  /** What it adds to the node: its output times its mixture weight. */
  compute(x: T): T;
}

/** Operations on values of type `T` (a feature map of batch, height, width, channels). */
export interface Layers<T> {
  /** Number of channels. */
  channels(x: T): number;
  /** Zero in the place of negative values. */
  relu(x: T): T;
  /** A convolution over all channels. */
  conv(x: T, options: ConvOptions): T;
  /** A convolution of each channel for itself. */
  depthwise(x: T, options: DepthwiseOptions): T;
  /** Batch normalisation; those of the same map that are not affine share their statistics. */
  norm(x: T, options: NormOptions): T;
  /** Convolution and batch normalisation in one: folded where running statistics are used. */
  convNorm(x: T, conv: ConvOptions, norm: NormOptions): T;
  /** 3x3 pooling with padding 1 that does not count (average) or win (maximum). */
  pool(x: T, kind: "max" | "avg", stride: 1 | 2): T;
  /** 2x2 maximum pool of stride 2 on a map with a border that cannot win: a side of n becomes floor(n / 2) + 1. */
  borderedHalf(x: T): T;
  /** 2x2 maximum pool of stride 2. */
  half(x: T): T;
  /** Average over windows without padding. */
  averagePool(x: T, size: number, stride: number): T;
  /** Every second pixel from `offset` on. */
  subsample(x: T, offset: 0 | 1): T;
  /** Standard normal noise of a value's (strided) shape, without gradient. */
  noise(x: T, options: { name: string; stride: 1 | 2 }): T;
  /** Zeros of a value's (strided) shape. */
  zeros(x: T, stride: 1 | 2): T;
  /** Joins channels. */
  concat(xs: readonly T[]): T;
  /** The first channels and the others. */
  split(x: T, first: number): readonly [T, T];
  /** Channels in another order: the first of each of `groups` equal groups, then the second of each, and so on. */
  shuffle(x: T, groups: number): T;
  /** Sum of maps of one shape. */
  add(xs: readonly T[]): T;
  /**
   * What the candidates of an edge add to a node: a term of each, or the term of the one whose mixture weight is 1, where
   * only drawn candidates are computed. They may be none.
   */
  edge(x: T, at: EdgeRef, candidates: readonly Candidate<T>[]): T[];
  /** A value times a mixture weight. */
  weigh(x: T, weight: MixtureRef): T;
  /**
   * An auxiliary skip times its factor: a number, or, where it is `given`, the factor that is passed with the batch.
   */
  fade(x: T, factor: SkipFactor): T;
  /** Drops whole samples of a path during training and scales up the others. */
  dropPath(x: T, name: string): T;
  /** Drops single values during training and scales up the others. */
  dropOut(x: T, options: { name: string }): T;
  /**
   * A part of the network whose maps are computed again for the gradient, to hold fewer of them. `again` is false for a
   * part that holds its maps although parts before it do not.
   */
  recompute(part: () => T, again: boolean): T;
  /** Mean over height and width. */
  globalAverage(x: T): T;
  /** Fully connected layer with bias on a flattened value. */
  linear(x: T, options: { name: string; units: number }): T;
}
