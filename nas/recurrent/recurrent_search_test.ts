import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { assertGoesOn } from "../../test/support/tensors/assert_goes_on.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { tinyRecurrentSearch } from "../../test/support/tensors/tiny_language.ts";
import { languageLayout } from "./language_layout.ts";
import {
  type RecurrentSearchOptions,
  runRecurrentSearch,
} from "./recurrent_search.ts";
import { initialRecurrentState } from "./recurrent_state.ts";

function initial({ sizes, data, seed }: RecurrentSearchOptions) {
  return initialRecurrentState(languageLayout(sizes, true), {
    ...sizes,
    batch: data.batch,
    seed,
  });
}

Deno.test("a search of a recurrent cell that is resumed ends with the same bytes, and reports each epoch", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = tinyRecurrentSearch();
    await assertGoesOn(
      initial(options),
      (from, afterStep) =>
        runRecurrentSearch(engine, from, { ...options, afterStep }),
    );
  });
});

Deno.test("searches of a recurrent cell differ by their perturbation alone", async () => {
  const engine = await testEngine();
  const search = async (method: string) => {
    const options = tinyRecurrentSearch({ method });
    return await runRecurrentSearch(engine, initial(options), options);
  };
  const plain = await search("none");
  const noisy = await search("random");
  assertEquals(
    plain.history.map(({ epsilon, attackGain }) => [epsilon, attackGain]),
    [
      [null, null],
      [null, null],
    ],
  );
  assertEquals(noisy.history.map(({ epoch, epsilon }) => [epoch, epsilon]), [
    [1, 0.03],
    [2, 0.165],
  ]);
  const [before] = plain.trajectory;
  assertEquals(before, noisy.trajectory[0]);
  // the first alpha step comes before any perturbation
  assertNotEquals(plain.trajectory[2], noisy.trajectory[2]);
  assertEquals(plain.updates, noisy.updates);
  for (const { validLoss, validPerplexity, trainLoss } of plain.history) {
    assertEquals(validPerplexity, Math.exp(validLoss));
    assert(Number.isFinite(trainLoss));
  }
});

Deno.test("a search of a recurrent cell learns", async () => {
  const engine = await testEngine();
  const none = { words: 0, input: 0, cell: 0, hidden: 0, output: 0 };
  const options = tinyRecurrentSearch({
    method: "none",
    dropout: none,
    epochs: 30,
    rate: 5,
  });
  const { history } = await runRecurrentSearch(
    engine,
    initial(options),
    options,
  );
  const found = history.map(({ validPerplexity }) => validPerplexity);
  // of nine words each is about as likely
  assert(found[0]! > 8);
  assertLess(Math.min(...found), 6.5);
});
