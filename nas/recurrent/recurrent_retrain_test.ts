import { assert, assertEquals, assertLess } from "@std/assert";
import { assertGoesOn } from "../../test/support/tensors/assert_goes_on.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { tinyLanguageTraining } from "../../test/support/tensors/tiny_language.ts";
import {
  bestWeights,
  initialLanguageState,
  type LanguageTrainingOptions,
  type LanguageTrainingState,
  runLanguageTraining,
} from "./recurrent_retrain.ts";

function initial({ network, sizes, data, seed }: LanguageTrainingOptions) {
  return initialLanguageState(network.layout, {
    units: sizes.units,
    batch: data.batch,
    seed,
  });
}

Deno.test("a training of a recurrent cell that is resumed ends with the same bytes", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = tinyLanguageTraining();
    await assertGoesOn(
      initial(options),
      (from, afterStep) =>
        runLanguageTraining(engine, from, { ...options, afterStep }),
    );
  });
});

Deno.test("a training averages weights once validation gets worse, and keeps the best", async () => {
  const engine = await testEngine();
  const options = tinyLanguageTraining({
    dropped: false,
    epochs: 24,
    rate: 20,
  });
  const states: LanguageTrainingState[] = [];
  const final = await runLanguageTraining(engine, initial(options), {
    ...options,
    afterStep: ({ epochEnd, state }) => {
      if (epochEnd) states.push(state());
    },
  });
  const { history } = final;
  const losses = history.map(({ validLoss }) => validLoss);
  assertLess(Math.min(...losses), 1.7);
  const began = history.findIndex(({ averaged }) => averaged);
  assert(began > 5, `${began}`);
  assert(history.slice(began).every(({ averaged }) => averaged));
  // the mean of the weights of all steps since then, in their order
  const { average, weights } = final.tensors;
  assert(!average!.data.every((x, i) => x === weights!.data[i]));
  const best = losses.indexOf(Math.min(...losses));
  const { tensors } = states[best]!;
  assertEquals(
    bestWeights(final),
    tensors[best >= began ? "average" : "weights"]!.data,
  );
});
