import { createHash } from "node:crypto";
import { parseGenotype } from "../../../nas/genotype/parse_genotype.ts";
import type { StageContext } from "../../../pipeline/stage.ts";
import { readAlphasFile } from "../../_artifacts/alphas_file.ts";
import {
  benchmark,
  discretisation,
  evaluation,
  genotypeFile,
  hessian,
  landscape,
  retrainHistory,
  searchHistory,
  trajectory,
} from "../../_artifacts/result_files.ts";
import { mixtureWeights } from "./mixture_weights.ts";
import { readArtifact } from "../../_artifacts/read_artifact.ts";
import type {
  Derived,
  Gathered,
  Located,
  MixtureWeight,
} from "./report_run.ts";
import type { ReportParams } from "../params.ts";

async function readMixture(path: string): Promise<MixtureWeight[]> {
  const { space, epochs } = await readAlphasFile(path);
  return epochs.map((alphas) => ({
    epoch: alphas.epoch,
    ...mixtureWeights(space, alphas),
  }));
}

async function readDerived(path: string): Promise<Derived> {
  const { genotype, python } = await readArtifact(path, genotypeFile);
  return { genotype: parseGenotype(genotype, `${path} at genotype`), python };
}

/** Reads every input of the report. */
export async function gather(
  context: StageContext<ReportParams>,
): Promise<Gathered> {
  function all<T>(
    name: string,
    read: (path: string) => Promise<T>,
  ): Promise<Located<T>[]> {
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
    search: await all("searches", (path) => readArtifact(path, searchHistory)),
    mixture: await all("alphas", readMixture),
    derived: await all("genotypes", readDerived),
    trajectory: await all(
      "trajectories",
      (path) => readArtifact(path, trajectory),
    ),
    retrain: await all(
      "retrains",
      (path) => readArtifact(path, retrainHistory),
    ),
    evaluation: await all(
      "evaluations",
      (path) => readArtifact(path, evaluation),
    ),
    hessian: await all("curvature", (path) => readArtifact(path, hessian)),
    discretisation: await all(
      "discretisations",
      (path) => readArtifact(path, discretisation),
    ),
    landscape: await all(
      "landscapes",
      (path) => readArtifact(path, landscape),
    ),
    benchmark: await all("benchmarks", (path) => readArtifact(path, benchmark)),
  };
}
