import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  CHOICE_OPERATIONS,
  CHOICE_SPACE_NAMES,
  choiceSpace,
} from "../space/choice_space.ts";
import { chosenParents, discretise } from "./nasbench_cell.ts";
import { randomChoices } from "./random_choices.ts";

Deno.test("randomChoices() is a function of the seed", () => {
  for (const name of CHOICE_SPACE_NAMES) {
    const space = choiceSpace(name);
    assertEquals(randomChoices(space, 7), randomChoices(space, 7));
    assertNotEquals(randomChoices(space, 7), randomChoices(space, 8));
  }
});

Deno.test("randomChoices() chooses every operation and every set of parents about as often", () => {
  const draws = 3000;
  for (const name of CHOICE_SPACE_NAMES) {
    const space = choiceSpace(name);
    const counts = new Map<string, number>();
    const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (let seed = 0; seed < draws; seed++) {
      const alphas = randomChoices(space, seed);
      discretise(space, alphas).operations.slice(1, space.parents.length)
        .forEach((operation, block) => count(`block ${block} ${operation}`));
      chosenParents(space, alphas).forEach((parents, vertex) =>
        count(`parents ${vertex} ${parents}`)
      );
    }
    for (
      const [at, keys] of Object.entries(
        Object.groupBy(counts.keys(), (key) => key.split(" ", 2).join(" ")),
      )
    ) {
      if (at.startsWith("block")) {
        assertEquals(keys!.length, CHOICE_OPERATIONS.length, at);
      }
      const share = 1 / keys!.length;
      for (const key of keys!) {
        // five standard deviations
        const far = 5 * Math.sqrt(draws * share * (1 - share));
        assert(Math.abs(counts.get(key)! - draws * share) <= far, key);
      }
    }
    // any two of four vertices, or of five
    const sets = [...counts.keys()].filter((key) =>
      key.startsWith(`parents ${space.parents.length} `)
    );
    const [from, kept] = [space.parents.length, space.parents.at(-1)!];
    assertEquals(
      sets.length,
      kept === 2 ? from * (from - 1) / 2 : from * (from - 1) * (from - 2) / 6,
    );
  }
});
