import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../engine/engine.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { decide, measured } from "./decide.ts";
import { loadTensors, storeTensors } from "../training/live_tensors.ts";
import { type Decision, decisionCount, projectionOf } from "./projection.ts";
import { projectedPrograms, projectionSteps } from "./projection_programs.ts";
import { cosineRate } from "../training/schedule.ts";
import type { Criterion } from "../search/published_settings.ts";
import type { SearchOptions } from "../search/search_options.ts";
import type { StepReport } from "../training/step_report.ts";
import {
  addSums,
  type EpochSums,
  NO_SUMS,
  type SearchTensors,
  stateTensors,
} from "../search/search_state.ts";
import { searchStep } from "../search/search_step.ts";
import {
  CELL_KINDS,
  type CellKind,
  type SearchSpace,
} from "../space/edge_space.ts";
import { programsByBatch } from "../training/programs.ts";

/** One epoch of training between decisions. */
export interface ProjectionEpoch {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Learning rate of the weights. */
  readonly learningRate: number;
  /** Mean training loss. */
  readonly trainLoss: number;
  /** Training accuracy. */
  readonly trainAccuracy: number;
}

/** Everything that a projection needs to go on from where it stopped. */
export interface ProjectionState {
  /** As of a search. */
  readonly tensors: SearchTensors;
  /** Epoch to go on in, from 0. */
  readonly epoch: number;
  /** Step of that epoch to do next. */
  readonly step: number;
  /** Alpha steps done. */
  readonly updates: number;
  /** Sums over the epoch so far. */
  readonly sums: EpochSums;
  /** Finished epochs. */
  readonly history: readonly ProjectionEpoch[];
  /** What is decided, in order. */
  readonly decisions: readonly Decision[];
}

/** What a projection needs beside what a search does; `epochs` follows from the decisions. */
export interface ProjectionOptions
  extends Omit<SearchOptions, "epochs" | "afterStep" | "unrolling"> {
  /** Epochs of training from one decision to the next; published 5. */
  readonly interval: number;
  /** Measure of worth; published: accuracy. */
  readonly criterion: Criterion;
  /** Called after each step and each decision: a place to save, report or stop (by throwing). */
  readonly afterStep?: (
    at: StepReport<ProjectionState, ProjectionEpoch>,
  ) => Promise<void> | void;
}

/**
 * Selects an architecture as DARTS-PT does: one edge of each kind of cell after the other, in random order, keeps the
 * operation without which the trained supernet validates worst; then each node keeps the two edges that it misses most.
 * Between decisions the supernet is trained on.
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
  const { config, layout, optimisers, interval, data } = options;
  const space = config.space as SearchSpace;
  const matrices = alphaMatrices(space);
  const names = stateTensors(space);
  const count = decisionCount(space);
  // as published, the rate falls until after the last decision
  const epochs = interval * (count - 1) + 1;
  const search: SearchOptions = { ...withoutHook(options), epochs };
  const programsFor = programsByBatch(
    engine,
    (batch) => ({ ...projectionSteps(config, layout, { batch, optimisers }) }),
  );
  let live = loadTensors(initial.tensors, names);
  let { epoch, step, updates, sums } = initial;
  const history = [...initial.history];
  const decisions = [...initial.decisions];
  let masks = masksOf(space, decisions);
  const report = async (epochEnd: boolean) => {
    await options.afterStep?.({
      done: epoch * data.steps + step,
      total: (epochs - 1) * data.steps,
      last: history.at(-1),
      epochEnd,
      state: () => ({
        tensors: storeTensors(live, names),
        epoch,
        step,
        updates,
        sums,
        history: [...history],
        decisions: [...decisions],
      }),
    });
  };
  try {
    for (;;) {
      if (step === 0 && epoch % interval === 0) {
        // two decisions a time: one for each kind of cell
        for (const kind of CELL_KINDS.slice(decisions.length % 2)) {
          if (decisions.length >= 2 * (epoch / interval + 1)) break;
          decisions.push(
            decide(kind, {
              space,
              decisions,
              epoch,
              ...options,
              measure: (change) =>
                measured(programsFor, options, {
                  live,
                  masks,
                  epoch,
                  change,
                }),
            }),
          );
          tf.dispose(masks);
          masks = masksOf(space, decisions);
          await report(true);
        }
      }
      if (epoch === epochs - 1) break;
      const next = searchStep(
        (batch) => projectedPrograms(programsFor(batch), masks),
        search,
        { live, epoch, step, updates },
      );
      live = next.live;
      sums = addSums(sums, next.sums);
      updates += next.updates;
      step++;
      const epochEnd = step === data.steps;
      if (epochEnd) {
        history.push({
          epoch: epoch + 1,
          learningRate: cosineRate(epoch, { epochs, ...options.rate }),
          trainLoss: sums.loss / sums.images,
          trainAccuracy: sums.correct / sums.images,
        });
        epoch++;
        step = 0;
        sums = NO_SUMS;
      }
      await report(epochEnd);
    }
    return {
      tensors: storeTensors(live, names),
      epoch,
      step,
      updates,
      sums,
      history,
      decisions,
    };
  } finally {
    tf.dispose([...live, ...masks]);
    programsFor.disposeAll();
  }

  /** Factors, then summands. */
  function masksOf(space: SearchSpace, decisions: readonly Decision[]) {
    const projection = projectionOf(space, decisions);
    return (["keep", "fixed"] as const).flatMap((part) =>
      matrices.map(({ name, rows, columns }) =>
        tf.tensor2d(projection[name as CellKind][part], [rows, columns])
      )
    );
  }
}

function withoutHook({ afterStep: _, ...rest }: ProjectionOptions) {
  return rest;
}
