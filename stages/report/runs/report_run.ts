import type { Genotype } from "../../../nas/genotype/genotype.ts";
import type { Point } from "../../../pipeline/stage.ts";
import type {
  Benchmark,
  Discretisation,
  Evaluation,
  Hessian,
  Landscape,
  RetrainHistory,
  SearchHistory,
  Trajectory,
} from "../../_artifacts/result_files.ts";
import type { MixtureWeights } from "./mixture_weights.ts";

/** A derived architecture and its Python text. */
export interface Derived {
  /** Architecture. */
  readonly genotype: Genotype;
  /** Text for the published training scripts. */
  readonly python: string;
}

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
  readonly derived: Derived;
  /** Architectures over the search. */
  readonly trajectory: Trajectory;
  /** Retraining. */
  readonly retrain: RetrainHistory;
  /** Test results. */
  readonly evaluation: Evaluation;
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
export interface Located<T> {
  /** Coordinates. */
  readonly point: Point;
  /** Content. */
  readonly value: T;
  /** SHA-256 of its file. */
  readonly sha256: string;
}

/** Every artifact by kind. */
export type Gathered = {
  readonly [K in keyof Artifacts]: readonly Located<Artifacts[K]>[];
};

/** Everything known about one point of the matrix. */
export interface Run {
  /** Coordinates. */
  readonly point: Point;
  /** What was found for it; several runs may share an artifact. */
  readonly found: {
    readonly [K in keyof Artifacts]?: Located<Artifacts[K]>;
  };
}
