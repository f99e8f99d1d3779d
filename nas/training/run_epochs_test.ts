import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertRejects } from "@std/assert";
import { NonFiniteError } from "../../common/non_finite.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  type EpochsOptions,
  type ResumableState,
  runEpochs,
} from "./run_epochs.ts";

interface State extends ResumableState<number> {
  readonly sum: number;
}

const NAMES = { counter: "count" } as const;
type Options = EpochsOptions<typeof NAMES, State, number>;

const START: State = {
  tensors: { count: { dtype: "F32", shape: [1], data: Float32Array.of(0) } },
  epoch: 0,
  step: 0,
  sum: 0,
  history: [],
};

/** Counts steps in a tensor; an epoch has three and reports their sum. */
function counting(changes: Partial<Options> = {}): Options {
  return {
    state: START,
    names: NAMES,
    epochs: 2,
    steps: 3,
    step: ({ counter }, { sum }) => {
      const next = tf.tidy(() => tf.add(counter, 1));
      counter.dispose();
      return {
        live: { counter: next },
        changes: { sum: sum + next.dataSync()[0]! },
      };
    },
    endEpoch: (_, { sum, history }) => ({ sum: 0, history: [...history, sum] }),
    ...changes,
  };
}

const END = {
  tensors: { count: { dtype: "F32", shape: [1], data: Float32Array.of(6) } },
  epoch: 2,
  step: 0,
  sum: 0,
  history: [6, 15],
};

Deno.test("runEpochs() reports each step with the state, from which it resumes", async () => {
  await withoutLeaks(await testEngine(), async () => {
    const states: State[] = [];
    const seen: unknown[] = [];
    const end = await runEpochs(counting({
      afterStep: ({ done, total, last, epochEnd, state }) => {
        seen.push([done, total, last, epochEnd]);
        states.push(state());
      },
    }));
    assertEquals(end as unknown, END);
    assertEquals(Object.keys(end), Object.keys(START));
    assertEquals(seen, [
      [1, 6, undefined, false],
      [2, 6, undefined, false],
      [3, 6, 6, true],
      [4, 6, 6, false],
      [5, 6, 6, false],
      [6, 6, 15, true],
    ]);
    for (const state of states) {
      assertEquals(await runEpochs(counting({ state })) as unknown, END);
    }
  });
});

Deno.test("runEpochs() ends where the training is over, and frees its tensors whatever happens", async () => {
  await withoutLeaks(await testEngine(), async () => {
    const isOver: Options["isOver"] = ({ history }) => history.length === 1;
    const early = await runEpochs(counting({ isOver }));
    assertEquals([early.epoch, early.history], [1, [6]]);
    const failure = () => {
      throw new Error("stopped");
    };
    for (
      const change of [
        { step: failure },
        { endEpoch: failure },
        { afterStep: failure },
        { betweenEpochs: failure },
      ]
    ) {
      await assertRejects(() => runEpochs(counting(change)), Error, "stopped");
    }
  });
});

Deno.test("runEpochs() lets changes between epochs be reported, before each and after the last", async () => {
  await withoutLeaks(await testEngine(), async () => {
    const seen: string[] = [];
    const end = await runEpochs(counting({
      betweenEpochs: async (live, { epoch }, change) => {
        seen.push(`between ${epoch}: ${live.counter.dataSync()[0]}`);
        await change({ sum: 100 * (epoch + 1) });
      },
      afterStep: ({ done, state, epochEnd }) => {
        if (epochEnd) seen.push(`${done}: ${state().sum}`);
      },
    }));
    assertEquals(seen, [
      "between 0: 0",
      "0: 100",
      "3: 0",
      "between 1: 3",
      "3: 200",
      "6: 0",
      "between 2: 6",
      "6: 300",
    ]);
    assertEquals([end.sum, end.history], [300, [106, 215]]);
  });
});

/** Sets its tensor to a value in one step, counting from 0; the images of a step are its number. */
function spoiling(at: number, value: number): Partial<Options> {
  let step = 0;
  return {
    step: ({ counter }) => {
      counter.dispose();
      const images = { training: [step] };
      const next = tf.tensor1d([step++ === at ? value : 1]);
      return { live: { counter: next }, changes: {}, images };
    },
  };
}

Deno.test("runEpochs() gives no state with a number that is not finite, not to be saved and not as its result", async () => {
  await withoutLeaks(await testEngine(), async () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      await assertRejects(
        () => runEpochs(counting({ ...spoiling(5, value), epochs: 2 })),
        NonFiniteError,
        `1 of 1 not finite, the first (${value}) in count, after epoch 2 step 3 (none before the first step); images of the training batch: 5`,
      );
      await assertRejects(
        () =>
          runEpochs(counting({
            ...spoiling(3, value),
            afterStep: ({ state }) => void state(),
          })),
        NonFiniteError,
        `the first (${value}) in count, after epoch 2 step 1; images of the training batch: 3`,
      );
    }
    await assertRejects(
      () =>
        runEpochs(counting({
          endEpoch: (_, { history }) => ({
            sum: 0,
            history: [...history, NaN],
          }),
        })),
      NonFiniteError,
      "Expected a finite number but found NaN in history.0, after epoch 2 step 3",
    );
  });
});

Deno.test("runEpochs() blames the step that spoiled the state, not the one whose loss shows it", async () => {
  await withoutLeaks(await testEngine(), async () => {
    const found = new NonFiniteError("Expected a finite loss");
    const failing = (spoiled: Partial<Options>): Partial<Options> => ({
      ...spoiled,
      step: (live, state) => {
        if (state.step === 2) throw found;
        return spoiled.step!(live, state);
      },
    });
    await assertRejects(
      () => runEpochs(counting(failing(spoiling(1, NaN)))),
      NonFiniteError,
      "in count, after epoch 1 step 2 (none before the first step); images of the training batch: 1",
    );
    const error = await runEpochs(counting(failing(spoiling(9, NaN))))
      .catch((error) => error);
    assertEquals(error, found, "the state was sound");
    await assertRejects(
      () =>
        runEpochs(counting({
          ...spoiling(2, NaN),
          endEpoch: () => {
            throw found;
          },
        })),
      NonFiniteError,
      "after epoch 1 step 3",
    );
  });
});
