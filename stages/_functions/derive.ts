import type { z } from "zod";
import type { AnyGenotype } from "../../nas/genotype/any_genotype.ts";
import { type CallOptions, callStage } from "../../pipeline/call_stage.ts";
import type { Trajectory } from "../_artifacts/trajectory.ts";
import type { deriveParams } from "../derive/params.ts";
import { artifactPath, type ArtifactSource, madeFiles } from "./artifact.ts";
import { builtInStage } from "./built_in_stage.ts";
import { loadModule } from "./load_module.ts";

/**
 * As the stage `derive` takes them.
 * @internal
 */
type DeriveInput = z.input<typeof deriveParams>;

/**
 * Content of `trajectory.json`.
 * @internal
 */
type GenotypeEpochs = Trajectory;

/** Options of {@linkcode derive}. */
export interface DeriveCall extends CallOptions {
  /** Search, of `search()`. */
  readonly search: ArtifactSource<"alphas">;
  /** Restrictions of the genotype. */
  readonly params?: DeriveInput;
}

/** An architecture. */
export interface DeriveResult {
  /** Paths of `genotype.json` and `trajectory.json`. */
  readonly files: Readonly<Record<"genotype" | "trajectory", string>>;
  /** Architecture after the last epoch. */
  readonly genotype: AnyGenotype;
  /** Name of its space. */
  readonly space: string;
  /** Its text for the published training scripts. */
  readonly python: string;
  /** Architectures after each epoch. */
  readonly trajectory: GenotypeEpochs;
}

/** Derives the architecture of a search, after its last epoch and after each earlier one, as the stage `derive` does. */
export async function derive(
  { search, params = {}, ...options }: DeriveCall,
): Promise<DeriveResult> {
  const stage = builtInStage("derive");
  const inputs = { search: artifactPath(search, "alphas") };
  const files = madeFiles<"genotype" | "trajectory">(
    await callStage(stage, { ...options, params, inputs }),
  );
  const { readFullGenotypeFile } = await loadModule<
    typeof import("../_artifacts/genotype_file.ts")
  >(import.meta.resolve("../_artifacts/genotype_file.ts"));
  const { trajectoryFile } = await loadModule<
    typeof import("../_artifacts/trajectory.ts")
  >(import.meta.resolve("../_artifacts/trajectory.ts"));
  return {
    files,
    ...await readFullGenotypeFile(files.genotype),
    trajectory: await trajectoryFile.read(files.trajectory),
  };
}
