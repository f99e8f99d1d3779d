/** One trainable tensor inside the flat weight vector. */
export interface ParameterSpec {
  /** Name, such as `cells.0.preprocess0.op.1.weight`. */
  readonly name: string;
  /** Shape: HWIO for convolutions, [k, k, C, 1] for depthwise ones, [in, out] for linear layers. */
  readonly shape: readonly number[];
  /** Position in the vector. */
  readonly offset: number;
  /** Elements. */
  readonly size: number;
  /** Initial values: constant, or uniform in +-`bound` (PyTorch's default, docs/method.md section 3). */
  readonly initial: { readonly constant: number } | { readonly bound: number };
  /** True for the kernels of a depthwise convolution. */
  readonly depthwise?: true;
}

/** Running statistics of one batch normalisation inside the flat statistics vectors. */
export interface StatisticsSpec {
  /** Name, such as `cells.0.preprocess0.op.2`. */
  readonly name: string;
  /** Names of other normalisations of the same value, which share these statistics. */
  readonly aliases: readonly string[];
  /** Channels. */
  readonly size: number;
  /** Position in the vectors. */
  readonly offset: number;
  /** Share of the batch in new running statistics, where that is not 0.1. */
  readonly momentum?: number;
}

/** Positions of all tensors in a network's flat vectors, with its counts. */
export interface Layout {
  readonly parameters: readonly ParameterSpec[];
  /** Elements of the weight vector. */
  readonly parameterCount: number;
  readonly statistics: readonly StatisticsSpec[];
  /** Elements of the statistics vectors. */
  readonly statisticsCount: number;
  /** Names of droppable paths in order of execution. */
  readonly paths: readonly string[];
  /** Names of noise operations and dropouts in order of execution. */
  readonly noises: readonly string[];
  /** Multiply-accumulates of the convolutions in one forward pass of one image. */
  readonly convolutionMacs: number;
  /** Multiply-accumulates of the linear layers. */
  readonly linearMacs: number;
  /** Multiply-accumulates of the normalisations: a factor and a summand for each value. */
  readonly normalisationMacs: number;
  /** Additions and comparisons of the pools: one for each place of a window, those beyond the border too. */
  readonly poolingOperations: number;
}
