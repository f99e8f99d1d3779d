import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { assertEquals } from "@std/assert";
import { publishedGenotype } from "../genotype/published.ts";
import { searchSpace } from "../space/edge_space.ts";
import { networkLayout } from "./network.ts";
import { sideTrouble } from "./side_trouble.ts";
import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { supernetLayout } from "./supernet.ts";

/** True if the shapes of a network fit each other. */
function fits(layout: () => unknown): boolean {
  try {
    layout();
    return true;
  } catch {
    return false;
  }
}

Deno.test("sideTrouble() refuses the sides that no network of the depth can take, and those alone", () => {
  const space = searchSpace("s2", { nodes: 2 });
  const { genotype } = publishedGenotype("darts-v2");
  for (const stem of Object.values(BUILT_IN_STEMS)) {
    for (const cells of [2, 3, 4, 8]) {
      for (let size = 4; size <= (stem.halvings === 0 ? 24 : 100); size++) {
        const sizes = {
          stem,
          cells,
          size,
          operations: BUILT_IN_OPERATIONS,
          channels: 4,
          classes: 2,
        };
        const found = sideTrouble(sizes);
        const taken = [
          fits(() => supernetLayout({ ...sizes, space })),
          fits(() => networkLayout({ ...sizes, genotype, auxiliary: false })),
        ];
        const place = JSON.stringify(sizes);
        if (found !== undefined) assertEquals(taken, [false, false], place);
        // A network whose last cell halves may take more, as its skips allow.
        else if (cells > 3) assertEquals(taken, [true, true], place);
      }
    }
  }
});
