// Beta-DARTS in every kind of space, with the perturbations of SDARTS.
import { assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { BUILT_IN } from "../../test/support/tensors/perturbations.ts";
import { alphaLoss } from "../alpha_losses/beta_decay.ts";
import { betaDecayLoss } from "../alpha_losses/beta_decay_loss.ts";
import { graphs } from "../graph_cells/networks.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { choiceSpace } from "../space/choice_space.ts";
import { graphSpace } from "../space/graph_space.ts";
import { runSearch } from "./search.ts";
import type { SearchOptions } from "./search_options.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";

const CASES = [
  ["none", "S2 cells", tinySupernet(tinySpace("none", "dil_conv_3x3"))],
  ["random", "nasbench201", {
    ...tinySupernet(),
    space: graphSpace("nasbench201"),
    graphs,
  }],
  ["adversarial", "nasbench1shot1-1", {
    ...tinySupernet(),
    space: choiceSpace("nasbench1shot1-1"),
  }],
] as const;

/** Largest mixture weight of all, after an epoch of a search. */
function strongest(
  { tensors }: SearchState,
  { space }: SupernetConfig,
): number {
  return Math.max(
    ...alphaMatrices(space).flatMap(({ name, rows, columns }) => {
      const { data } = tensors[`alphas_${name}`]!;
      return Array.from({ length: rows }, (_, row) => {
        const powers = [...data.slice(row * columns, (row + 1) * columns)]
          .map(Math.exp);
        return Math.max(...powers) / powers.reduce((a, b) => a + b);
      });
    }),
  );
}

for (const [perturbation, place, config] of CASES) {
  Deno.test(`beta-darts with the perturbation ${perturbation} in ${place} begins as DARTS, then keeps mixture weights together, and resumes to the same bytes`, async () => {
    const engine = await testEngine();
    await withoutLeaks(engine, async () => {
      const options: SearchOptions = {
        // batches of one size, as each size compiles programs of its own
        ...tinySearch("darts", { config, data: tinyData([3, 3]) }),
        perturbation: BUILT_IN[perturbation]!,
        // as published, and so strong that two epochs show it
        alphaLoss: perturbation === "none" ? alphaLoss : betaDecayLoss({
          name: "strong",
          weight: (epoch) => 1000 * epoch,
        }),
      };
      const initial = initialSearchState(config.space, options.layout, 3);
      let halfway: SearchState | undefined;
      const whole = await runSearch(engine, initial, {
        ...options,
        afterStep: ({ done, state }) => {
          if (done !== 3) return;
          halfway = stateThroughFile(state());
        },
      });
      assertEquals(await runSearch(engine, halfway!, options), whole);
      const plain = await runSearch(engine, initial, {
        ...options,
        alphaLoss: undefined,
      });
      // its weight is 0 in the first epoch
      assertEquals(whole.trajectory[1], plain.trajectory[1]);
      assertLess(strongest(whole, config), strongest(plain, config));
    });
  });
}
