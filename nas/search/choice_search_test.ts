import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyData,
  tinySearch,
} from "../../test/support/tensors/tiny_search.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { checkChoiceAlphas } from "../space/choice_alphas.ts";
import { CHOICE_SPACE_NAMES, choiceSpace } from "../space/choice_space.ts";
import { runSearch } from "./search.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";

class Interruption extends Error {}

for (const name of CHOICE_SPACE_NAMES) {
  Deno.test(`a search in ${name} moves every matrix, and ends with the same bytes when it is stopped halfway`, async () => {
    const engine = await testEngine();
    await withoutLeaks(engine, async () => {
      const space = choiceSpace(name);
      const config = {
        space,
        operations: BUILT_IN_OPERATIONS,
        stem: BUILT_IN_STEMS.cifar,
        channels: 2,
        cells: 3,
        classes: 3,
        size: 8,
      };
      // batches of one size, as each size compiles programs of its own
      const data = tinyData([3, 3]);
      const options = tinySearch("sdarts-adv", { config, data });
      const initial = initialSearchState(space, options.layout, options.seed);
      const whole = await runSearch(engine, initial, options);
      let halfway: SearchState | undefined;
      try {
        await runSearch(engine, initial, {
          ...options,
          afterStep: ({ done, state }) => {
            if (done < 3) return;
            halfway = stateThroughFile(state());
            throw new Interruption();
          },
        });
      } catch (error) {
        if (!(error instanceof Interruption)) throw error;
      }
      assertEquals(await runSearch(engine, halfway!, options), whole);

      const [first, , last] = whole.trajectory;
      for (const matrix of alphaMatrices(space)) {
        const key = matrix.name as "output";
        assertNotEquals(
          (last as Record<typeof key, unknown>)[key],
          (first as Record<typeof key, unknown>)[key],
        );
      }
      checkChoiceAlphas(space, last!);
      const [epoch] = whole.history;
      assert(epoch!.attackGain !== null && epoch!.attackGain > 0);
      assertEquals(epoch!.skipShare, 0);
      assert(epoch!.parameterFreeShare >= 0 && epoch!.parameterFreeShare <= 1);
    });
  });
}
