import { createHash } from "node:crypto";
import type { StageContext } from "../../../pipeline/stage.ts";
import { readAlphasFile } from "../../_artifacts/alphas_file.ts";
import { readBenchmark } from "../../_artifacts/benchmark.ts";
import { readDiscretisation } from "../../_artifacts/discretisation.ts";
import { readEvaluation } from "../../_artifacts/evaluation.ts";
import { readFullGenotypeFile } from "../../_artifacts/genotype_file.ts";
import { readHessian } from "../../_artifacts/hessian.ts";
import { readLandscape } from "../../_artifacts/landscape.ts";
import { readRetrainHistory } from "../../_artifacts/retrain_history.ts";
import { readSearchHistory } from "../../_artifacts/search_history.ts";
import { readTrajectory } from "../../_artifacts/trajectory.ts";
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
    search: await all("searches", readSearchHistory),
    mixture: await all("alphas", readMixture),
    derived: await all("genotypes", readFullGenotypeFile),
    trajectory: await all("trajectories", readTrajectory),
    retrain: await all("retrains", readRetrainHistory),
    evaluation: await all("evaluations", readEvaluation),
    hessian: await all("curvature", readHessian),
    discretisation: await all("discretisations", readDiscretisation),
    landscape: await all("landscapes", readLandscape),
    benchmark: await all("benchmarks", readBenchmark),
  };
}
