/**
 * Architecture search with DARTS, SDARTS-RS and SDARTS-ADV as a pipeline of cached stages.
 *
 * This module holds what other programs may build on: the contract of a stage, search spaces, genotypes, and stages as
 * functions (`search`, `derive`, `retrain`, `evaluate`, `hessian`), which load the tensor library when they are called.
 * The command line is `sdarts`, or `deno task pipeline` in a checkout. What a part of a method of your own computes with,
 * such as a perturbation, is in `parts.ts`, as it loads tfjs; its types are here too.
 *
 * @example From raw alphas to the Python text of a genotype
 * ```ts
 * import { deriveGenotype, formatPythonGenotype, searchSpace } from "./mod.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const space = searchSpace("s2");
 * const alphas = space.normal.map(() => [0, 1]);
 * const genotype = deriveGenotype(space, { normal: alphas, reduce: alphas });
 * assertMatch(formatPythonGenotype(genotype), /^Genotype\(normal=\[\('sep_conv_3x3', 0\)/);
 * ```
 *
 * @module
 */
export * from "./pipeline/mod.ts";
export type * from "./parts.ts";
export type * from "./datasets/catalogue/spec.ts";
export type { ContentDigest } from "./datasets/download/download.ts";
export type { StoredImage } from "./datasets/pixels/stored_image.ts";
export * from "./datasets/sources/class_folders.ts";
export type * from "./datasets/sources/dataset_definition.ts";
export type * from "./datasets/sources/image_source.ts";
export type { PassedOver } from "./datasets/sources/passed_over.ts";
export * from "./nas/space/alphas.ts";
export * from "./nas/space/choice_alphas.ts";
export * from "./nas/space/choice_space.ts";
export type * from "./nas/space/any_alphas.ts";
export type * from "./nas/space/any_space.ts";
export * from "./nas/space/graph_alphas.ts";
export * from "./nas/space/graph_space.ts";
export * from "./nas/genotype/any_genotype.ts";
export * from "./nas/genotype/graph_genotype.ts";
export * from "./nas/graph_cells/graph_cell_text.ts";
export * from "./nas/graph_cells/table_order.ts";
export * from "./nas/genotype/nasbench_cell.ts";
export * from "./nas/genotype/draw_cell.ts";
export type { GenotypeEdge } from "./nas/genotype/edge_nodes.ts";
export * from "./nas/genotype/genotype.ts";
export * from "./nas/search/composition.ts";
export * from "./nas/search/method.ts";
export * from "./nas/space/named_space.ts";
export * from "./nas/space/own_space.ts";
export * from "./nas/genotype/parameter_free.ts";
export * from "./nas/genotype/parse_genotype.ts";
export * from "./nas/genotype/published.ts";
export * from "./nas/genotype/python_genotype.ts";
export * from "./nas/genotype/stored_genotype.ts";
export * from "./nas/training/schedule.ts";
export * from "./nas/space/edge_space.ts";
export * from "./nas/space/operation_traits.ts";
export * from "./nas/space/primitives.ts";
export * from "./nas/genotype/trajectory.ts";
export * from "./stages/_functions/mod.ts";
