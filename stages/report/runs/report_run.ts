import type { Point } from "../../../pipeline/stage.ts";
import type { Benchmark } from "../../_artifacts/benchmark.ts";
import type { Discretisation } from "../../_artifacts/discretisation.ts";
import type { EvaluationFile } from "../../_artifacts/evaluation.ts";
import type { GenotypeFile } from "../../_artifacts/genotype_file.ts";
import type { Hessian } from "../../_artifacts/hessian.ts";
import type { Landscape } from "../../_artifacts/landscape.ts";
import type { RetrainHistory } from "../../_artifacts/retrain_history.ts";
import type { SearchHistory } from "../../_artifacts/search_history.ts";
import type { Trajectory } from "../../_artifacts/trajectory.ts";
import type { NetworkCountFile } from "../../_artifacts/network_count.ts";
import type { SelectionFile } from "../../_artifacts/selection.ts";
import type { PerplexityFile } from "../../_language/perplexity.ts";
import type { MixtureWeights } from "./mixture_weights.ts";
import type { ArchitectureOrigin } from "./architecture_origin.ts";

/** Mean mixture weights after an epoch. */
export interface MixtureWeight extends MixtureWeights {
  readonly epoch: number;
}

/** Content of each input of the report. */
export interface Artifacts {
  readonly search: SearchHistory;
  /** Weights of the mixture over the search. */
  readonly mixture: readonly MixtureWeight[];
  readonly derived: GenotypeFile;
  readonly trajectory: Trajectory;
  readonly retrain: RetrainHistory;
  readonly evaluation: EvaluationFile;
  /** Perplexities of a language model. */
  readonly perplexity: PerplexityFile;
  readonly hessian: Hessian;
  readonly discretisation: Discretisation;
  /** Accuracy around the final alphas. */
  readonly landscape: Landscape;
  /** Tabulated results of the architecture after each epoch. */
  readonly benchmark: Benchmark;
  readonly count: NetworkCountFile;
  /** The choice among several genotypes. */
  readonly selection: SelectionFile;
}

/** An artifact with the instance that made it. */
export interface PlacedArtifact<T> {
  /** Name of the instance, such as `search@darts,seed=0`. */
  readonly instance: string;
  /** Its coordinates. */
  readonly point: Point;
  readonly value: T;
  readonly sha256: string;
}

/** Every artifact by kind. */
export type Gathered = {
  readonly [K in keyof Artifacts]: readonly PlacedArtifact<Artifacts[K]>[];
};

/** Everything known about one architecture, and one training of it. */
export interface Run {
  readonly point: Point;
  /** Axes of the point that change nothing but seeds. */
  readonly repeats: readonly string[];
  readonly provenance: ArchitectureOrigin;
  /** Searches that led to it, of those that are given; several where one of them was chosen. */
  readonly searches: readonly SearchHistory[];
  /** Artifacts by kind; several runs may share one. */
  readonly found: {
    readonly [K in keyof Artifacts]?: PlacedArtifact<Artifacts[K]>;
  };
}
