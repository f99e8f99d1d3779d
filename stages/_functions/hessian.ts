import type { z } from "zod";
import { type CallOptions, callStage } from "../../pipeline/call_stage.ts";
import type { Hessian } from "../_artifacts/hessian.ts";
import type { hessianParams } from "../hessian/params.ts";
import { artifactPath, type ArtifactSource, madeFiles } from "./artifact.ts";
import { builtInStage } from "./built_in_stage.ts";
import { loadModule } from "./load_module.ts";

/**
 * As the stage `hessian` takes them.
 * @internal
 */
type HessianInput = z.input<typeof hessianParams>;

/**
 * Content of `hessian.json`.
 * @internal
 */
type Spectrum = Hessian;

/** Options of {@linkcode hessian}. */
export interface HessianCall extends CallOptions {
  /** Prepared data set, of `splitDataset()`. */
  readonly data: ArtifactSource<"dataset">;
  /** Search, of `search()`, or the path of its supernet. */
  readonly search: ArtifactSource<"supernet">;
  /** Validation images and weight decay. */
  readonly params?: HessianInput;
}

/** The curvature at the end of a search. */
export interface HessianResult {
  /** Path of `hessian.json`. */
  readonly files: Readonly<Record<"hessian", string>>;
  /** Eigenvalues on each batch, and mean and deviation of the largest ones. */
  readonly hessian: Spectrum;
}

/** Computes the exact Hessian of the validation loss in the alphas, as the stage `hessian` does. */
export async function hessian(
  { data, search, params = {}, ...options }: HessianCall,
): Promise<HessianResult> {
  const stage = builtInStage("hessian");
  const inputs = {
    data: artifactPath(data, "dataset"),
    search: artifactPath(search, "supernet"),
  };
  const files = madeFiles<"hessian">(
    await callStage(stage, { ...options, params, inputs }),
  );
  const { hessianFile } = await loadModule<
    typeof import("../_artifacts/hessian.ts")
  >(import.meta.resolve("../_artifacts/hessian.ts"));
  return { files, hessian: await hessianFile.read(files.hessian) };
}
