import { randomStream } from "../../engine/philox.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import {
  checkChoiceAlphas,
  type ChoiceAlphas,
} from "../space/choice_alphas.ts";
import type { ChoiceSpace } from "../space/choice_space.ts";

/**
 * Draws alphas whose cell is drawn uniformly from a space of choice blocks: each row is a random order of its columns,
 * so that every operation, and every set of parents of a vertex, is as likely as the others. A search should find better
 * cells.
 *
 * @param space The space.
 * @param seed Seed of the draw.
 *
 * @example
 * ```ts
 * import { randomChoices } from "./random_choices.ts";
 * import { choiceSpace } from "../space/choice_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { operations } = randomChoices(choiceSpace("nasbench1shot1-1"), 1);
 * assertEquals(operations.map((row) => row.toSorted()), Array(4).fill([0, 1, 2]));
 * ```
 */
export function randomChoices(space: ChoiceSpace, seed: number): ChoiceAlphas {
  const alphas: object = Object.fromEntries(
    alphaMatrices(space).map(({ name, rows, columns }) => {
      const random = randomStream({ seed, stream: `random choices/${name}` });
      return [
        name,
        Array.from({ length: rows }, () => [...random.permutation(columns)]),
      ];
    }),
  );
  checkChoiceAlphas(space, alphas);
  return alphas;
}
