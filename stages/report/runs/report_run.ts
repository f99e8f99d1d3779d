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
import type { MixtureWeights } from "./mixture_weights.ts";

/** Mean soft-max weights after an epoch. */
export interface MixtureWeight extends MixtureWeights {
  /** Epochs trained so far. */
  readonly epoch: number;
}

/** What each input of the report holds. */
export interface Artifacts {
  /** Searches. */
  readonly search: SearchHistory;
  /** Weights of the mixture over the search. */
  readonly mixture: readonly MixtureWeight[];
  /** Derived architectures. */
  readonly derived: GenotypeFile;
  /** Architectures over the search. */
  readonly trajectory: Trajectory;
  /** Retraining. */
  readonly retrain: RetrainHistory;
  /** Test results. */
  readonly evaluation: EvaluationFile;
  /** Curvature of the validation loss in the alphas. */
  readonly hessian: Hessian;
  /** What the supernet loses when it becomes the derived architecture. */
  readonly discretisation: Discretisation;
  /** Accuracy around the final alphas. */
  readonly landscape: Landscape;
  /** What a table says of the architecture after each epoch. */
  readonly benchmark: Benchmark;
}

/** An artifact with the coordinates of the instance that made it. */
export interface PlacedArtifact<T> {
  /** Coordinates. */
  readonly point: Point;
  /** Content. */
  readonly value: T;
  /** SHA-256 of its file. */
  readonly sha256: string;
}

/** Every artifact by kind. */
export type Gathered = {
  readonly [K in keyof Artifacts]: readonly PlacedArtifact<Artifacts[K]>[];
};

/** Everything known about one point of the matrix. */
export interface Run {
  /** Coordinates. */
  readonly point: Point;
  /** What was found for it; several runs may share an artifact. */
  readonly found: {
    readonly [K in keyof Artifacts]?: PlacedArtifact<Artifacts[K]>;
  };
}
