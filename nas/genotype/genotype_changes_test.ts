import { assertEquals, assertNotEquals } from "@std/assert";
import type { ChoiceAlphas } from "../space/choice_alphas.ts";
import { choiceSpace } from "../space/choice_space.ts";
import { searchSpace } from "../space/edge_space.ts";
import { deriveGenotype } from "./genotype.ts";
import {
  architectureText,
  countChanges,
  genotypeText,
} from "./genotype_changes.ts";

Deno.test("countChanges() counts epochs that differ from the one before, and knows the last", () => {
  const of = (texts: string) =>
    countChanges([...texts].map((text, epoch) => ({ epoch, text })));
  assertEquals(of("aaaa"), { genotypeChanges: 0, lastGenotypeChange: null });
  assertEquals(of("abbb"), { genotypeChanges: 1, lastGenotypeChange: 1 });
  // back to an architecture that was there before is a change
  assertEquals(of("abab"), { genotypeChanges: 3, lastGenotypeChange: 3 });
  assertEquals(of("a"), { genotypeChanges: 0, lastGenotypeChange: null });
});

Deno.test("genotypeText() is the same whichever edge of a node is stronger, and another for another operation or source", () => {
  const space = searchSpace("s2", { nodes: 2 });
  const text = (...rows: [number, number][]) =>
    genotypeText(deriveGenotype(space, { normal: rows, reduce: rows }));
  const first = text([0, 1], [0, 2], [0, 1], [0, 2], [0, 0.5]);
  assertEquals(text([0, 2], [0, 1], [0, 2], [0, 1], [0, 0.5]), first);
  assertNotEquals(text([1, 0], [0, 2], [0, 1], [0, 2], [0, 0.5]), first);
  assertNotEquals(text([0, 1], [0, 2], [0, 1], [0, 2], [0, 3]), first);
});

Deno.test("architectureText() of choice blocks ignores what is not connected to the output", () => {
  const space = choiceSpace("nasbench1shot1-1");
  const text = (
    { second = 0, inputs = 0 }: { second?: number; inputs?: number },
  ) => {
    // blocks 3 and 4 keep the cell's input and block 1: block 2 feeds nothing unless the weight of its output says so
    const alphas: ChoiceAlphas = {
      operations: [[1, 0, 0], [1, 2 * second, 0], [1, 0, 0], [1, 0, 0]],
      output: [[0, 0, 0, 2, 3]],
      inputs_3: [[3, 2, inputs]],
      inputs_4: [[3, 2, 0, 1]],
    };
    return architectureText(space, alphas);
  };
  assertEquals(text({ second: 1 }), text({}));
  assertNotEquals(text({ inputs: 4 }), text({}));
  assertNotEquals(text({ inputs: 4, second: 1 }), text({ inputs: 4 }));
});
