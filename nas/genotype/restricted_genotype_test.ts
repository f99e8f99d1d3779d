import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { deriveGenotype } from "./genotype.ts";
import { restrictedGenotype } from "./restricted_genotype.ts";
import { edgeCount, searchSpace } from "../space/edge_space.ts";

const space = searchSpace("darts8");
const finite = fc.double({ min: -2, max: 2, noNaN: true });
const rows = fc.array(fc.array(finite, { minLength: 8, maxLength: 8 }), {
  minLength: edgeCount(4),
  maxLength: edgeCount(4),
});
const skips = (edges: readonly (readonly [string, ...unknown[]])[]) =>
  edges.filter(([operation]) => operation === "skip_connect").length;

Deno.test("restrictedGenotype() has at most maxSkips skips in the normal cell, and is the derived one where that has no more", () => {
  fc.assert(
    fc.property(rows, rows, fc.nat(8), (normal, reduce, max) => {
      // skips that win everywhere
      const skipping = normal.map((row) =>
        row.map((alpha, column) => column === 3 ? alpha + 3 : alpha)
      );
      const alphas = { normal: skipping, reduce };
      const derived = deriveGenotype(space, alphas);
      const found = restrictedGenotype(space, alphas, max);
      assert(skips(found.normal) <= max);
      assertEquals(found.reduce, derived.reduce);
      if (skips(derived.normal) <= max) assertEquals(found, derived);
      else assertEquals(skips(found.normal), max);
      for (const node of [0, 1, 2, 3]) {
        const sources = found.normal.slice(2 * node, 2 * node + 2)
          .map(([, source]) => source);
        assertEquals(new Set(sources).size, 2);
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("restrictedGenotype() takes the weakest skip first and lets its node choose other edges", () => {
  const small = searchSpace("s2", { nodes: 2 });
  const normal = [
    ...[[3, 0], [2, 0]],
    // without its skip, the first edge of the second node is weaker than the third
    ...[[1, 0], [0, 4], [0.5, 0]],
  ];
  const alphas = { normal, reduce: normal };
  assertEquals(deriveGenotype(small, alphas).normal, [
    ["skip_connect", 0],
    ["skip_connect", 1],
    ["sep_conv_3x3", 1],
    ["skip_connect", 0],
  ]);
  assertEquals(restrictedGenotype(small, alphas, 2).normal, [
    ["skip_connect", 0],
    ["skip_connect", 1],
    ["sep_conv_3x3", 1],
    // by its convolution, which is stronger there than on the first edge
    ["sep_conv_3x3", 2],
  ]);
});

Deno.test("restrictedGenotype() leaves edges that offer nothing but a skip", () => {
  const alone = {
    name: "skips",
    nodes: 1,
    normal: [["skip_connect"], ["none", "skip_connect"]] as const,
    reduce: [["skip_connect"], ["none", "skip_connect"]] as const,
  };
  const alphas = { normal: [[0], [0, 1]], reduce: [[0], [0, 1]] };
  assertEquals(
    restrictedGenotype(alone, alphas, 0),
    deriveGenotype(alone, alphas),
  );
});
