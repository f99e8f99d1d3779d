import type { z } from "zod";
import { type CallOptions, callStage } from "../../pipeline/call_stage.ts";
import type { EvaluationFile } from "../_artifacts/evaluation.ts";
import type { measureParams } from "../_declare/common_params.ts";
import { artifactPath, type ArtifactSource, madeFiles } from "./artifact.ts";
import { builtInStage } from "./built_in_stage.ts";
import { loadModule } from "./load_module.ts";

/**
 * As the stage `evaluate` takes them.
 * @internal
 */
type MeasureInput = z.input<typeof measureParams>;

/**
 * Content of `evaluation.json`.
 * @internal
 */
type Evaluation = EvaluationFile;

/** Options of {@linkcode evaluate}. */
export interface EvaluateCall extends CallOptions {
  /** Prepared data set, of `splitDataset()`, or the path of its test images. */
  readonly data: ArtifactSource<"test">;
  /** Network, of `retrain()`. */
  readonly network: ArtifactSource<"network">;
  /** Batch, seed and threads. */
  readonly params?: MeasureInput;
}

/** What a network is worth. */
export interface EvaluateResult {
  /** Path of `evaluation.json`. */
  readonly files: Readonly<Record<"evaluation", string>>;
  /** Test error, parameters, multiply-accumulates and accuracy of each class. */
  readonly evaluation: Evaluation;
}

/** Measures a trained network on the test images, as the stage `evaluate` does. */
export async function evaluate(
  { data, network, params = {}, ...options }: EvaluateCall,
): Promise<EvaluateResult> {
  const stage = builtInStage("evaluate");
  const inputs = {
    data: artifactPath(data, "test"),
    network: artifactPath(network, "network"),
  };
  const files = madeFiles<"evaluation">(
    await callStage(stage, { ...options, params, inputs }),
  );
  const { evaluationFile } = await loadModule<
    typeof import("../_artifacts/evaluation.ts")
  >(import.meta.resolve("../_artifacts/evaluation.ts"));
  return { files, evaluation: await evaluationFile.read(files.evaluation) };
}
