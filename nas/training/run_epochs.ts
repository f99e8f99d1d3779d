import { type BatchImages, NonFiniteError } from "../../common/non_finite.ts";
import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";
import {
  loadTensors,
  type NameTree,
  storeRemaining,
  storeTensors,
  type TensorsNamed,
} from "./live_tensors.ts";
import { stateFault } from "./state_fault.ts";
import type { StepReport } from "./step_report.ts";
import { disposeTensors } from "./tensor_tree.ts";

/** Fields that every report of an epoch of training has. */
export interface TrainedEpoch {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Learning rate of the weights. */
  readonly learningRate: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
}

/** State of a training that can be resumed after any step. */
export interface ResumableState<Epoch> {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  /** Epoch to resume in, from 0. */
  readonly epoch: number;
  /** Step of that epoch to do next. */
  readonly step: number;
  /** Finished epochs. */
  readonly history: readonly Epoch[];
}

/** A state without its tensors. */
export type Counts<State> = Omit<State, "tensors">;

export interface EpochsOptions<
  Names extends NameTree,
  State extends ResumableState<Epoch>,
  Epoch,
> {
  readonly state: State;
  /** Names of its tensors, in the form in which steps take them. */
  readonly names: Names;
  /** Parts of its flat vectors, which messages name. */
  readonly layout?: Layout;
  readonly epochs: number;
  /** Steps of each epoch, or of an epoch, from 0, where they differ. */
  readonly steps: number | ((epoch: number) => number);
  /** Does one step. Takes over the tensors and gives their successors, with the changes of the state. */
  readonly step: (
    live: TensorsNamed<Names>,
    state: Counts<State>,
  ) => {
    readonly live: TensorsNamed<Names>;
    readonly changes: Partial<Counts<State>>;
    /** Images of its batches, which messages name. */
    readonly images?: BatchImages;
  };
  /** Changes of the state at the end of an epoch: its report in the history, new sums. */
  readonly endEpoch: (
    live: TensorsNamed<Names>,
    state: Counts<State>,
  ) => Partial<Counts<State>> | Promise<Partial<Counts<State>>>;
  /** Called before each epoch and after the last one; `change` applies changes to the state and reports them. */
  readonly betweenEpochs?: (
    live: TensorsNamed<Names>,
    state: Counts<State>,
    change: (changes: Partial<Counts<State>>) => Promise<void>,
  ) => Promise<void>;
  /** True where the training ends before its last epoch. */
  readonly isOver?: (state: Counts<State>) => boolean;
  /** Called after each step: a place to save, report or stop (by throwing). */
  readonly afterStep?:
    | ((at: StepReport<State, Epoch>) => Promise<void> | void)
    | undefined;
}

/**
 * Trains from a state to the end. Resuming gives the same bytes where steps depend on the state alone.
 *
 * No state leaves the training, to be saved or as the result, with a number that is not finite. Where a step or a
 * measurement finds one, the state that it began with is looked at first: a gradient that overflows shows itself in the
 * loss of the next step.
 *
 * @throws {NonFiniteError} With the field, the epoch, the step and the images of its batches.
 */
export async function runEpochs<
  Names extends NameTree,
  State extends ResumableState<Epoch>,
  Epoch,
>(
  { names, layout, epochs, steps, ...options }: EpochsOptions<
    Names,
    State,
    Epoch
  >,
): Promise<State> {
  const { tensors, ...initial } = options.state;
  let live = loadTensors(tensors, names);
  let state: Counts<State> = initial;
  let images: BatchImages = {};
  const before = stepsBefore(steps);
  const done = () => before(state.epoch) + state.step;
  let sound = done();
  const refuseBad = (tensors: State["tensors"], counts: unknown) => {
    const fault = stateFault(tensors, { counts, layout });
    if (fault !== undefined) {
      const place = placeOfFault({ sound, done: done(), before });
      throw new NonFiniteError(`${fault}, ${place}`, { images });
    }
    sound = done();
  };
  const stored = () => {
    const tensors = storeTensors(live, names);
    refuseBad(tensors, state);
    return { tensors, ...state } as unknown as State;
  };
  const report = async (epochEnd: boolean) => {
    await options.afterStep?.({
      done: done(),
      total: before(epochs),
      last: state.history.at(-1),
      epochEnd,
      state: stored,
    });
  };
  try {
    for (;;) {
      if (state.step === 0) {
        await options.betweenEpochs?.(live, state, async (changes) => {
          state = { ...state, ...changes };
          await report(true);
        });
      }
      if (state.epoch >= epochs || options.isOver?.(state)) return stored();
      const next = options.step(live, state);
      live = next.live;
      images = next.images ?? {};
      const step = state.step + 1;
      state = { ...state, ...next.changes, step };
      const epochEnd = before(state.epoch) + step === before(state.epoch + 1);
      if (epochEnd) {
        const changes = await options.endEpoch(live, state);
        state = { ...state, ...changes, epoch: state.epoch + 1, step: 0 };
      }
      await report(epochEnd);
    }
  } catch (error) {
    if (error instanceof NonFiniteError) {
      refuseBad(storeRemaining(live, names), {});
    }
    throw error;
  } finally {
    disposeTensors(live as object);
  }
}

/** Steps in all epochs before one, from 0. */
function stepsBefore(
  steps: number | ((epoch: number) => number),
): (epoch: number) => number {
  if (typeof steps === "number") return (epoch) => epoch * steps;
  const known = [0];
  return (epoch) => {
    while (known.length <= epoch) {
      known.push(known.at(-1)! + steps(known.length - 1));
    }
    return known[epoch]!;
  };
}

/** After which step a state is unusable, and after which it still was usable, where steps lie between; from 1. */
function placeOfFault(
  { sound, done, before }: {
    readonly sound: number;
    readonly done: number;
    /** Steps in all epochs before one. */
    readonly before: (epoch: number) => number;
  },
): string {
  const after = (done: number) => {
    if (done === 0) return "before the first step";
    let epoch = 1;
    while (before(epoch) < done) epoch++;
    return `after epoch ${epoch} step ${done - before(epoch - 1)}`;
  };
  return done - sound > 1
    ? `${after(done)} (none ${after(sound)})`
    : after(done);
}
