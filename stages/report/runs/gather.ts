import { createHash } from "node:crypto";
import type { StageContext } from "../../../pipeline/stage.ts";
import { readAlphasFile } from "../../_artifacts/alphas_file.ts";
import { benchmarkFile } from "../../_artifacts/benchmark.ts";
import { discretisationFile } from "../../_artifacts/discretisation.ts";
import { evaluationFile } from "../../_artifacts/evaluation.ts";
import { readFullGenotypeFile } from "../../_artifacts/genotype_file.ts";
import { hessianFile } from "../../_artifacts/hessian.ts";
import { landscapeFile } from "../../_artifacts/landscape.ts";
import { retrainHistoryFile } from "../../_artifacts/retrain_history.ts";
import { searchHistoryFile } from "../../_artifacts/search_history.ts";
import { trajectoryFile } from "../../_artifacts/trajectory.ts";
import { mixtureWeights } from "./mixture_weights.ts";
import type { Gathered, MixtureWeight, PlacedArtifact } from "./report_run.ts";

async function readMixture(path: string): Promise<MixtureWeight[]> {
  const { space, epochs } = await readAlphasFile(path);
  return epochs.map((alphas) => ({
    epoch: alphas.epoch,
    ...mixtureWeights(space, alphas),
  }));
}

/** Reads every input of the report. */
export async function gather(
  context: Pick<StageContext<unknown>, "members">,
): Promise<Gathered> {
  function all<T>(
    name: string,
    read: (path: string) => Promise<T>,
  ): Promise<PlacedArtifact<T>[]> {
    const members = context.members(name);
    return Promise.all(
      members.map(async ({ path, point }) => ({
        point,
        value: await read(path),
        sha256: createHash("sha256").update(await Deno.readFile(path))
          .digest("hex"),
      })),
    );
  }
  return {
    search: await all("searches", searchHistoryFile.read),
    mixture: await all("alphas", readMixture),
    derived: await all("genotypes", readFullGenotypeFile),
    trajectory: await all("trajectories", trajectoryFile.read),
    retrain: await all("retrains", retrainHistoryFile.read),
    evaluation: await all("evaluations", evaluationFile.read),
    hessian: await all("curvature", hessianFile.read),
    discretisation: await all("discretisations", discretisationFile.read),
    landscape: await all("landscapes", landscapeFile.read),
    benchmark: await all("benchmarks", benchmarkFile.read),
  };
}
