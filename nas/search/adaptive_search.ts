import type { Engine } from "../../engine/engine.ts";
import type { EarlyStop } from "../curvature/early_stop.ts";
import type { CurvatureRule } from "../regularisers/regulariser.ts";
import { runSearch, stopOf } from "./search.ts";
import type { SearchOptions } from "./search_options.ts";
import {
  type Milestone,
  NO_SUMS,
  type Rollback,
  type SearchState,
  type SearchTensors,
  stateTensors,
} from "./search_state.ts";

/** A milestone with the tensors of the search at that time. */
interface Snapshot extends Milestone {
  readonly tensors: SearchTensors;
}

/**
 * Runs a search that goes on after a stop, such as DARTS-ADA: where the curvature grows too fast, it returns to an
 * earlier epoch and continues with more weight decay, until there is no larger one. Resuming gives the same bytes.
 *
 * @param goOn How it goes on, by its regulariser.
 * @throws When a loss is not finite.
 */
export async function runAdaptiveSearch(
  engine: Engine,
  initial: SearchState,
  options: SearchOptions,
  goOn: NonNullable<CurvatureRule["goOn"]>,
): Promise<SearchState> {
  const { optimisers, regulariser } = options;
  const names = stateTensors(options.config.space);
  const rollbacks = [...initial.adaptation?.rollbacks ?? []];
  let snapshots = readSnapshots(initial, names);
  let { adaptation: _, ...state } = initial;
  for (;;) {
    const weightDecay = rollbacks.at(-1)?.weightDecay ??
      optimisers.sgd.weightDecay;
    const raised = raisedDecay(weightDecay, regulariser.name, goOn);
    const mayReturn = raised !== undefined;
    const attempt: SearchOptions = {
      ...options,
      // The last attempt has no larger weight decay to go on with, so nothing stops it.
      regulariser: mayReturn ? regulariser : { name: regulariser.name },
      optimisers: { ...optimisers, sgd: { ...optimisers.sgd, weightDecay } },
      afterStep: async (at) => {
        if (at.epochEnd && mayReturn) {
          const { epoch, updates, tensors } = at.state();
          snapshots = [...snapshots, { epoch: epoch - 1, updates, tensors }]
            .filter(returnable(epoch - 1, options, goOn));
        }
        await options.afterStep?.({
          ...at,
          state: () => withSnapshots(at.state(), { rollbacks, snapshots }),
        });
      },
    };
    state = await runSearch(engine, state, attempt);
    const stop = stopOf(attempt, state.history);
    if (stop === undefined || raised === undefined) {
      return withSnapshots(state, { rollbacks, snapshots: [] });
    }
    const { updates, tensors } = snapshotOf(stop, snapshots, regulariser.name);
    rollbacks.push({ ...stop, weightDecay: raised });
    const before = ({ epoch }: { epoch: number }) =>
      epoch <= stop.stopEpoch + 1;
    state = {
      tensors,
      epoch: stop.stopEpoch + 1,
      step: 0,
      updates,
      sums: NO_SUMS,
      history: state.history.filter(before),
      trajectory: state.trajectory.filter(before),
    };
    snapshots = raisedDecay(raised, regulariser.name, goOn) !== undefined
      ? snapshots.filter(({ epoch }) => epoch <= stop.stopEpoch)
      : [];
  }
}

/**
 * The weight decay after another one; undefined for the largest.
 *
 * @throws {RangeError} If it is not larger: the search would return without end.
 */
function raisedDecay(
  now: number,
  name: string,
  { weightDecay }: NonNullable<CurvatureRule["goOn"]>,
): number | undefined {
  const raised = weightDecay(now);
  if (raised === undefined || Number.isFinite(raised) && raised > now) {
    return raised;
  }
  throw new RangeError(
    `Expected a weight decay above ${now} of the regulariser ${name} but found ${raised}`,
  );
}

/**
 * The snapshot to which a search returns.
 *
 * @throws {RangeError} If none was kept of that epoch.
 */
function snapshotOf(
  { stopEpoch }: EarlyStop,
  snapshots: readonly Snapshot[],
  name: string,
): Snapshot {
  const found = snapshots.find(({ epoch }) => epoch === stopEpoch);
  if (found !== undefined) return found;
  throw new RangeError(
    `Expected the regulariser ${name} to return to an epoch of ${
      snapshots.map(({ epoch }) => epoch).join(", ") || "none"
    }, of which snapshots are kept, but found ${stopEpoch}`,
  );
}

/** True for epochs to which a decision after this epoch or a later one may return. */
function returnable(
  now: number,
  { curvature }: SearchOptions,
  { oldest }: NonNullable<CurvatureRule["goOn"]>,
): (at: Milestone) => boolean {
  const { every } = curvature!;
  return ({ epoch }) => epoch >= oldest(now, every) && epoch % every === 0;
}

/** Name of a snapshot's tensor in a state. */
const kept = (epoch: number, name: string) => `after_${epoch}/${name}`;

function withSnapshots(
  state: SearchState,
  { rollbacks, snapshots }: {
    readonly rollbacks: readonly Rollback[];
    readonly snapshots: readonly Snapshot[];
  },
): SearchState {
  const tensors = Object.fromEntries(
    snapshots.flatMap(({ epoch, tensors }) =>
      Object.entries(tensors).map(([name, value]) => [kept(epoch, name), value])
    ),
  );
  return {
    ...state,
    tensors: { ...state.tensors, ...tensors },
    adaptation: {
      rollbacks: [...rollbacks],
      milestones: snapshots.map(({ epoch, updates }) => ({ epoch, updates })),
    },
  };
}

function readSnapshots(
  { tensors, adaptation }: SearchState,
  names: readonly string[],
): Snapshot[] {
  return (adaptation?.milestones ?? []).map((milestone) => ({
    ...milestone,
    tensors: Object.fromEntries(
      names.map((name) => [name, tensors[kept(milestone.epoch, name)]!]),
    ),
  }));
}
