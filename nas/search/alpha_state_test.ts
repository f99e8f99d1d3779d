import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import type { Alphas } from "../space/alphas.ts";
import { choiceSpace } from "../space/choice_space.ts";
import { spaceOfCells } from "../space/cell_kinds.ts";
import { searchSpace } from "../space/edge_space.ts";
import { supernetLayout } from "../network/supernet.ts";
import { alphaState, STILL, stillness } from "./alpha_state.ts";
import { initialSearchState, type SearchAlphas } from "./search_state.ts";

const space = searchSpace("s3", { nodes: 1 });
const rows = (first: number) => [[0, 1e-3, first], [2e-3, 0, 0]];
const at = (epoch: number, normal: number, reduce: number): SearchAlphas => ({
  epoch,
  normal: rows(normal),
  reduce: rows(reduce),
});

Deno.test("alphaState() takes the last epoch's distances, and counts changes of the genotype over all", () => {
  const { matrices, ...found } = alphaState(space, [
    at(0, 0, 0),
    at(1, 3, 0),
    at(2, -3, 0),
    at(3, Math.log(4), 0),
  ]);
  assertEquals(matrices["reduce"]!.fromStart, 0);
  assertEquals(found.fromStart, matrices["normal"]!.fromStart);
  assertAlmostEquals(found.fromStart, 4 / 6 - 1 / 3, 1e-3);
  assertAlmostEquals(found.fromUniform, 4 / 6 - 1 / 3, 1e-3);
  assertEquals([found.genotypeChanges, found.lastGenotypeChange], [3, 3]);
});

Deno.test("stillness() names the matrices that stayed where they began, and a genotype that never changed after the first epoch", () => {
  const of = (...trajectory: SearchAlphas[]) =>
    stillness(alphaState(space, trajectory), trajectory.length - 1);
  const [still, same, ...more] = of(
    at(0, 0, 0),
    at(1, 1e-5, 0),
    at(2, 1e-5, 0),
  );
  assertMatch(
    still!,
    /^the alphas stayed where they began: .* by more than \d/,
  );
  assertEquals(same, "the genotype never changed after the first of 2 epochs");
  assertEquals(more, []);
  // one of two matrices, which did not move at all
  assertEquals(of(at(0, 0, 0), at(1, 1, 0), at(2, -1, 0)), [
    "the alphas of reduce stayed where they began: none of their mixture weights moved",
  ]);
  // a change in the first epoch is none after it; one epoch has none to be compared with
  assertEquals(of(at(0, 0, 0), at(1, 1, 1), at(2, 1, 1)), [same]);
  assertEquals(of(at(0, 0, 0), at(1, 1, 1)), []);
  assertEquals(of(at(0, 0, 0), at(1, 1, 1), at(2, -1, -1)), []);
});

Deno.test("a search of a single cell says nothing of the alphas that no cell reads, which weight decay moves", () => {
  const single = spaceOfCells(space, 1);
  const of = (...trajectory: SearchAlphas[]) => alphaState(single, trajectory);
  const state = of(at(0, 0, 0), at(1, 3, 1), at(2, -3, 1), at(3, 3, 1));
  assertEquals(Object.keys(state.matrices), ["reduce"]);
  assertEquals([state.genotypeChanges, state.lastGenotypeChange], [1, 1]);
  assertEquals(
    stillness(of(at(0, 0, 0), at(1, 0, 1), at(2, 0, -1)), 2),
    [],
  );
});

Deno.test("alphas as they are drawn are within the distance that counts as still, in every space", () => {
  for (
    const space of [
      searchSpace("darts8"),
      searchSpace("s2"),
      { ...searchSpace("darts"), mixture: "partial" as const },
      choiceSpace("nasbench1shot1-3"),
    ]
  ) {
    const layout = supernetLayout({
      space,
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: 16,
      cells: 3,
      classes: 10,
      size: 32,
    });
    const { trajectory } = initialSearchState(space, layout, 2);
    const { fromUniform, fromStart } = alphaState(space, trajectory);
    assertEquals(fromStart, 0);
    assertEquals(fromUniform > STILL / 10 && fromUniform < 1.5 * STILL, true);
    // zeros are a search from equal weights
    const zeros = Object.fromEntries(
      Object.entries(trajectory[0] as Alphas & { epoch: number }).map((
        [name, value],
      ) => [
        name,
        Array.isArray(value) ? value.map((row) => row.map(() => 0)) : value,
      ]),
    ) as unknown as SearchAlphas;
    const from = alphaState(space, [zeros, { ...trajectory[0]!, epoch: 1 }]);
    assertAlmostEquals(from.fromStart, fromUniform, 1e-12);
  }
});
