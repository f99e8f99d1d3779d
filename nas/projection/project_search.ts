import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine/engine.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { decide, type MaskedCandidates, scoreWithout } from "./decide.ts";
import type { MixtureMasks } from "../search/alpha_step.ts";
import { type Decision, decisionCount, projectionOf } from "./projection.ts";
import {
  projectedMixtures,
  projectedPrograms,
  projectionParts,
} from "./projection_programs.ts";
import { cosineRate, epsilonAt } from "../training/schedule.ts";
import type { Criterion } from "../search/published_settings.ts";
import type { SearchOptions } from "../search/search_options.ts";
import type { StepReport } from "../training/step_report.ts";
import {
  type EpochSums,
  NO_SUMS,
  type SearchNames,
  searchNames,
} from "../search/search_state.ts";
import {
  type PerturbationReach,
  perturbationReach,
} from "../search/perturbation_reach.ts";
import { perturberFor } from "../search/perturbed_network.ts";
import { searchStep } from "../search/search_step.ts";
import { kindsOf } from "../space/cell_kinds.ts";
import type { CellKind, SearchSpace } from "../space/edge_space.ts";
import { programsByBatch } from "../training/programs.ts";
import {
  type ResumableState,
  runEpochs,
  type TrainedEpoch,
} from "../training/run_epochs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";

/** Report of an epoch of training between decisions. */
export type ProjectionEpoch = TrainedEpoch & PerturbationReach;

/** State of a projection, from which it can be resumed. */
export interface ProjectionState extends ResumableState<ProjectionEpoch> {
  readonly updates: number;
  /** Sums over the epoch so far. */
  readonly sums: EpochSums;
  /** Decisions so far, in order. */
  readonly decisions: readonly Decision[];
}

/** Options of a projection: those of a search but `epochs`, which follows from the decisions, and two more. */
export interface ProjectionOptions
  extends
    Omit<SearchOptions, "epochs" | "afterStep" | "unrolling" | "regulariser"> {
  /** Epochs of training from one decision to the next; published 5. */
  readonly interval: number;
  /** Criterion of decisions; published: accuracy. */
  readonly criterion: Criterion;
  /** Called after each step and each decision: a place to save, report or stop (by throwing). */
  readonly afterStep?: (
    at: StepReport<ProjectionState, ProjectionEpoch>,
  ) => Promise<void> | void;
}

/**
 * Selects an architecture as DARTS-PT does: in random order, one edge of each kind of cell after the other keeps the
 * operation without which the trained supernet validates worst; then each node keeps the two edges whose removal costs
 * most. Between decisions the supernet is trained further. Nothing is decided for a kind that the supernet lacks.
 *
 * A decision is measured in training mode on the batches of a validation pass, the same for all candidates, and leaves
 * no trace in the running statistics.
 *
 * @throws When a loss is not finite.
 */
export async function projectSearch(
  engine: Engine,
  initial: ProjectionState,
  options: ProjectionOptions,
): Promise<ProjectionState> {
  const { config, layout, interval, data, seed } = options;
  const space = config.space as SearchSpace;
  const kinds = kindsOf(space);
  const training = interval * (decisionCount(space) - 1);
  // as published, the rate falls until after the last decision
  const search = trainingOptions(options, training + 1);
  const programsFor = programsByBatch(
    engine,
    (batch) => projectionParts(config, layout, { ...options, batch }),
  );
  const perturber = perturberFor(engine, options.perturbation, options);
  let masks = masksOf(space, initial.decisions);
  try {
    return await runEpochs<SearchNames, ProjectionState, ProjectionEpoch>({
      state: initial,
      names: searchNames(space),
      layout,
      epochs: training,
      steps: data.steps,
      betweenEpochs: async (live, { epoch, decisions: before }, change) => {
        if (epoch % interval !== 0) return;
        let decisions = before;
        // at a time one decision for each kind of cell
        for (const kind of kinds.slice(decisions.length % kinds.length)) {
          if (decisions.length >= kinds.length * (epoch / interval + 1)) break;
          const score = (without: MaskedCandidates) =>
            scoreWithout(programsFor, options, {
              weights: live.weights,
              alphas: live.arch.alphas,
              masks,
              epoch,
              without,
            });
          const next = decide(kind, { space, decisions, epoch, seed, score });
          decisions = [...decisions, next];
          disposeTensors(masks);
          masks = masksOf(space, decisions);
          await change({ decisions });
        }
      },
      step: (live, state) =>
        searchStep(
          {
            programsFor: (batch) =>
              projectedPrograms(programsFor(batch), masks),
            perturber,
            settle: (mixtures) => projectedMixtures(mixtures, masks),
          },
          search,
          { live, ...state },
        ),
      endEpoch: (_, { epoch, sums, history }) => ({
        sums: NO_SUMS,
        history: [...history, {
          epoch: epoch + 1,
          learningRate: cosineRate(epoch, {
            epochs: search.epochs,
            ...options.rate,
          }),
          trainLoss: sums.loss / sums.images,
          trainAccuracy: sums.correct / sums.images,
          ...perturbationReach(
            sums,
            epsilonAt(epoch, { epochs: search.epochs, ...options.epsilon }),
          ),
        }],
      }),
      afterStep: options.afterStep,
    });
  } finally {
    disposeTensors(masks);
    programsFor.disposeAll();
    perturber.disposeAll();
  }
}

/** Masks of the mixture weights that decisions amount to. */
function masksOf(
  space: SearchSpace,
  decisions: readonly Decision[],
): MixtureMasks {
  const projection = projectionOf(space, decisions);
  const tensors = (part: "keep" | "fixed") =>
    alphaMatrices(space).map(({ name, rows, columns }) =>
      tf.tensor2d(projection[name as CellKind][part], [rows, columns])
    );
  return { keep: tensors("keep"), fixed: tensors("fixed") };
}

/** Options of the training between decisions. */
function trainingOptions(
  { afterStep: _, ...options }: ProjectionOptions,
  epochs: number,
): SearchOptions {
  return { ...options, regulariser: { name: "none" }, epochs };
}
