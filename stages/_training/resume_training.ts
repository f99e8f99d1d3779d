import { NonFiniteError } from "../../common/non_finite.ts";
import type { WeightsOwner } from "../_artifacts/weights_owner.ts";
import type { StepReport } from "../../nas/training/step_report.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import {
  encodeState,
  loadState,
  openCheckpoints,
  type TrainingState,
} from "./checkpoint.ts";
import type { DataWait } from "./data_wait.ts";
import { superviseTraining } from "./supervise_training.ts";

/** What a stage trains, and what it says about it. */
export interface ResumeOptions<
  State,
  Epoch extends { readonly epoch: number },
> {
  readonly wait: DataWait;
  /** What its checkpoints belong to. */
  readonly owner: WeightsOwner;
  /** State before the first step. */
  readonly initial: () => State;
  /** Trains from a state to the end; `afterStep` is to be called after each step. */
  readonly train: (
    from: State,
    afterStep: (report: StepReport<State, Epoch>) => Promise<void>,
  ) => Promise<State>;
}

/**
 * Trains from the newest checkpoint, if there is one, and saves others on the way.
 *
 * A training that fails by a number that is not finite keeps its last good checkpoint, so that the next run fails, or
 * goes on, within an epoch. A run that began with a checkpoint and failed before it had saved another removes it:
 * no checkpoint is gone on from twice without success, and the next run starts from the beginning.
 *
 * @throws {NonFiniteError} With a statement on the last good checkpoint.
 */
export async function resumeTraining<
  State extends TrainingState,
  Epoch extends { readonly epoch: number },
>(
  context: Pick<
    StageContext<unknown>,
    "checkpoint" | "progress" | "measure" | "signal" | "log"
  >,
  { wait, owner, initial, train }: ResumeOptions<State, Epoch>,
): Promise<State> {
  const checkpoints = openCheckpoints(context.checkpoint, {
    owner,
    log: context.log,
  });
  const resumed = await loadState<State>(checkpoints, context.log);
  let good = resumed && placeOf(resumed);
  let progressed = false;
  const afterStep = superviseTraining<State, Epoch>({
    context,
    wait,
    save: async (state) => {
      await checkpoints.save(encodeState(state));
      good = placeOf(state);
      progressed = true;
    },
  });
  try {
    return await train(resumed ?? initial(), afterStep);
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    const { finding, images } = error;
    if (good !== undefined && !progressed) await checkpoints.clear();
    throw new NonFiniteError(finding, {
      images,
      checkpoint: good === undefined
        ? "none yet"
        : progressed
        ? `${good}, from which the next run goes on`
        : `${good}, from which this run went on in vain: it is removed, and the next run starts from the beginning`,
    });
  }
}

/** The step that a checkpoint goes on with. */
function placeOf({ epoch, step }: TrainingState): string {
  return `epoch ${epoch + 1} step ${step + 1}`;
}
