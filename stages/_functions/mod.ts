/**
 * Stages as functions of another program: without a pipeline file, in its own process.
 *
 * @module
 */
export * from "./artifact.ts";
export * from "./built_in_stage.ts";
export * from "./dataset.ts";
export * from "./derive.ts";
export * from "./evaluate.ts";
export * from "./hessian.ts";
export * from "./retrain.ts";
export * from "./search.ts";
