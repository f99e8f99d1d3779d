import { createHash } from "node:crypto";
import type { Member, StageContext } from "../../../pipeline/stage.ts";
import type { Alphas } from "../../../nas/space/alphas.ts";
import { isChoiceSpace } from "../../../nas/space/choice_space.ts";
import { readFoundAlphas } from "../../_artifacts/found_alphas.ts";
import { benchmarkFile } from "../../_artifacts/benchmark.ts";
import { discretisationFile } from "../../_artifacts/discretisation.ts";
import { evaluationFile } from "../../_artifacts/evaluation.ts";
import { readFullGenotypeFile } from "../../_artifacts/genotype_file.ts";
import { hessianFile } from "../../_artifacts/hessian.ts";
import { landscapeFile } from "../../_artifacts/landscape.ts";
import { networkCountFile } from "../../_artifacts/network_count.ts";
import { retrainHistoryFile } from "../../_artifacts/retrain_history.ts";
import { searchHistoryFile } from "../../_artifacts/search_history.ts";
import { selectionFile } from "../../_artifacts/selection.ts";
import { trajectoryFile } from "../../_artifacts/trajectory.ts";
import { perplexityFile } from "../../_language/perplexity.ts";
import { mixtureWeights } from "./mixture_weights.ts";
import type { Gathered, MixtureWeight, PlacedArtifact } from "./report_run.ts";

async function readMixture(path: string): Promise<MixtureWeight[]> {
  const file = await readFoundAlphas(path);
  const { space } = file;
  if (isChoiceSpace(space)) {
    throw new TypeError(
      `Expected a search in a space with edges but found ${space.name} in ${path}`,
    );
  }
  return file.epochs.map((alphas) => ({
    epoch: alphas.epoch,
    ...mixtureWeights(space, alphas as unknown as Alphas),
  }));
}

/** Members that differ: an artifact that two wires lead to counts once. */
function distinct(members: readonly Member[]): Member[] {
  const name = ({ origin, path }: Member) =>
    origin === undefined ? path : `${origin.instance}.${origin.output}`;
  return [...new Map(members.map((member) => [name(member), member])).values()];
}

/** Reads every input of the report, each artifact once. */
export async function gather(
  context: Pick<StageContext<unknown>, "members">,
): Promise<Gathered> {
  function all<T>(
    name: string,
    read: (path: string) => Promise<T>,
  ): Promise<PlacedArtifact<T>[]> {
    return Promise.all(
      distinct(context.members(name)).map(async ({ path, point, origin }) => ({
        instance: origin?.instance ?? `${name}@${JSON.stringify(point)}`,
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
    perplexity: await all("perplexities", perplexityFile.read),
    hessian: await all("curvature", hessianFile.read),
    discretisation: await all("discretisations", discretisationFile.read),
    landscape: await all("landscapes", landscapeFile.read),
    benchmark: await all("benchmarks", benchmarkFile.read),
    count: await all("counts", networkCountFile.read),
    selection: await all("selections", selectionFile.read),
  };
}
