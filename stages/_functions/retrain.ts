import type { z } from "zod";
import { type CallOptions, callStage } from "../../pipeline/call_stage.ts";
import type { RetrainHistory } from "../_artifacts/retrain_history.ts";
import type { retrainParams } from "../retrain/params.ts";
import { artifactPath, type ArtifactSource, madeFiles } from "./artifact.ts";
import { builtInStage } from "./built_in_stage.ts";
import { loadModule } from "./load_module.ts";

/**
 * As the stage `retrain` takes them.
 * @internal
 */
type RetrainInput = z.input<typeof retrainParams>;

/**
 * Content of `history.json`.
 * @internal
 */
type RetrainEpochs = RetrainHistory;

/** Options of {@linkcode retrain}. */
export interface RetrainCall extends CallOptions {
  /** Prepared data set, of `splitDataset()`. */
  readonly data: ArtifactSource<"dataset">;
  /** Architecture, of `derive()`, or the path of a JSON file with a genotype. */
  readonly genotype: ArtifactSource<"genotype">;
  /** Size of the network and settings; those that are left out have their published values. */
  readonly params?: RetrainInput;
}

/** A trained network. */
export interface RetrainResult {
  /** Paths of the folder `network` and of `history.json`. */
  readonly files: Readonly<Record<"network" | "history", string>>;
  /** Losses and accuracies of each epoch. */
  readonly history: RetrainEpochs;
}

/** Trains the network of an architecture from scratch, as the stage `retrain` does. */
export async function retrain(
  { data, genotype, params = {}, ...options }: RetrainCall,
): Promise<RetrainResult> {
  const stage = builtInStage("retrain");
  const inputs = {
    data: artifactPath(data, "dataset"),
    genotype: artifactPath(genotype, "genotype"),
  };
  const files = madeFiles<"network" | "history">(
    await callStage(stage, { ...options, params, inputs }),
  );
  const { retrainHistoryFile } = await loadModule<
    typeof import("../_artifacts/retrain_history.ts")
  >(import.meta.resolve("../_artifacts/retrain_history.ts"));
  return { files, history: await retrainHistoryFile.read(files.history) };
}
