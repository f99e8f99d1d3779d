// DARTS-Bench-Suite: weights of its nine supernets, and derivations of its single cell.
import { assertEquals } from "@std/assert";
import { deriveGenotype } from "../../nas/genotype/genotype.ts";
import { isReduction } from "../../nas/space/cell_kinds.ts";
import { supernetLayout } from "../../nas/network/supernet.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { readGolden } from "./golden.ts";

const golden = readGolden<{
  primitives: string[];
  supernets: {
    space: "wide" | "deep" | "single_cell";
    ops: "regular" | "no_skip" | "all_skip";
    C: number;
    layers: number;
    reductions: number[];
    edges: number;
    columns: number;
    weights: number;
    auxiliary_weights: number;
  }[];
  single_cell_genotypes: {
    alphas_reduce: number[][];
    reduce: [string, number][];
    concat: number[];
  }[];
}>("benchsuite");

const SPACES = {
  regular: "darts8",
  no_skip: "darts8-no-skip",
  all_skip: "darts8-all-skip",
} as const;

/** Eight nodes, of which the last four are the output; four nodes in the others. */
const SINGLE = { nodes: 8, outputs: 4 } as const;

Deno.test("the nine supernets of DARTS-Bench-Suite have the weights of the reference", () => {
  assertEquals(golden.supernets.length, 9);
  for (const expected of golden.supernets) {
    const { C, layers } = expected;
    const space = searchSpace(
      SPACES[expected.ops],
      expected.space === "single_cell" ? SINGLE : {},
    );
    const layout = supernetLayout({
      space,
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: C,
      cells: layers,
      classes: 10,
      size: 32,
    });
    const auxiliary = layout.parameters
      .filter(({ name }) => name.includes(".auxiliary_op."))
      .reduce((sum, { size }) => sum + size, 0);
    assertEquals({
      ...expected,
      reductions: [...Array(layers).keys()].filter((cell) =>
        isReduction(cell, layers)
      ),
      edges: space.reduce.length,
      columns: space.reduce[0]!.length,
      weights: layout.parameterCount,
      auxiliary_weights: auxiliary,
    }, expected);
  }
  assertEquals([...searchSpace("darts8").normal[0]!], golden.primitives);
});

Deno.test("single cells of DARTS-Bench-Suite are derived as in the reference", () => {
  const space = searchSpace("darts8", SINGLE);
  assertEquals(golden.single_cell_genotypes.length, 6);
  for (
    const { alphas_reduce, reduce, concat } of golden.single_cell_genotypes
  ) {
    const { reduce: derived, reduce_concat } = deriveGenotype(space, {
      normal: alphas_reduce,
      reduce: alphas_reduce,
    });
    assertEquals<unknown>(derived, reduce);
    assertEquals(reduce_concat, concat);
  }
});
