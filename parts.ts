/**
 * What a user's part may build on, such as a perturbation of mixture weights: the interface of each kind of part, and
 * what the built-in parts use. It loads tfjs, but no TensorFlow. A part imports it as `sdarts/parts`.
 *
 * @module
 */
export type * from "./datasets/augmentations/augmentation.ts";
export type { Region } from "./datasets/pixels/resize.ts";
export { type ImagePlace, IN_PLACE } from "./datasets/pixels/write_image.ts";
export type { BatchImages } from "./common/non_finite.ts";
export type { TensorSpec } from "./engine/compile/compile.ts";
export {
  type RandomAddress,
  type RandomStream,
  randomStream,
} from "./engine/philox.ts";
export type { Tensor } from "./engine/tensor.ts";
export type * from "./nas/layers/layers.ts";
export type { UndrawnGradient } from "./nas/layers/drawn_edges.ts";
export type { Statistics } from "./nas/layers/statistics.ts";
export * from "./nas/alpha_losses/alpha_loss.ts";
export * from "./nas/alpha_losses/beta_decay_loss.ts";
export * from "./nas/alpha_losses/zero_one_loss.ts";
export * from "./nas/auxiliary_skips/auxiliary_skip.ts";
export * from "./nas/auxiliary_skips/falling_skip.ts";
export * from "./nas/curvature/early_stop.ts";
export type { GenotypeEdge } from "./nas/genotype/edge_nodes.ts";
export {
  type EdgeStrength,
  edgeStrengths,
  strongestEdges,
} from "./nas/genotype/genotype.ts";
export * from "./nas/operations/factorized_reduce.ts";
export * from "./nas/operations/operation.ts";
export * from "./nas/operations/space_part.ts";
export * from "./nas/perturbations/clip_rows.ts";
export * from "./nas/perturbations/perturbation.ts";
export * from "./nas/perturbations/uniform_noise.ts";
export * from "./nas/regularisers/adaptive_rule.ts";
export * from "./nas/regularisers/early_stop_rule.ts";
export { OPERATION_STOP } from "./nas/regularisers/operation_stop_rule.ts";
export * from "./nas/regularisers/regulariser.ts";
export type * from "./nas/relaxations/relaxation.ts";
export * from "./nas/samplings/gumbel_sampling.ts";
export * from "./nas/samplings/sampling.ts";
export * from "./nas/selections/selection.ts";
export * from "./nas/selections/threshold_selection.ts";
export * from "./nas/stems/stem.ts";
export type { Alphas, MixtureRows } from "./nas/space/alphas.ts";
export {
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "./nas/space/edge_space.ts";
export * from "./nas/space/mixture_rows.ts";
export { softmaxRow } from "./nas/space/simplex.ts";
export { finiteScalars, type PassData } from "./nas/training/batch.ts";
export { rowLogSumExp, rowSoftmax } from "./nas/training/mixtures.ts";
export { crossEntropy } from "./nas/training/loss.ts";
export {
  program,
  type ProgramPart,
  type SpecTree,
  type TensorsOf,
} from "./nas/training/programs.ts";
export { disposeTensors } from "./nas/training/tensor_tree.ts";
export * from "./nas/training/value_and_gradients.ts";
