import { assertEquals, assertThrows } from "@std/assert";
import { deriveGenotype } from "./genotype.ts";
import { spaceOfCells } from "../space/cell_kinds.ts";
import { searchSpace } from "../space/edge_space.ts";
import { genotypeTrajectory } from "./trajectory.ts";

Deno.test("genotypeTrajectory() derives each epoch and counts its operations", () => {
  const space = searchSpace("darts", { nodes: 1 });
  const prefer = (column: number) =>
    Array.from({ length: 7 }, (_, i) => i === column ? 1 : 0);
  const before = {
    normal: [prefer(3), prefer(5)],
    reduce: [prefer(4), prefer(0)],
  };
  const after = {
    normal: [prefer(2), prefer(2)],
    reduce: [prefer(2), prefer(1)],
  };
  assertEquals(
    genotypeTrajectory(space, [{ epoch: 0, ...before }, {
      epoch: 1,
      ...after,
    }]),
    [
      {
        epoch: 0,
        genotype: deriveGenotype(space, before),
        parameterFree: 1,
        skips: 0,
      },
      {
        epoch: 1,
        genotype: deriveGenotype(space, after),
        parameterFree: 4,
        skips: 3,
      },
    ],
  );
});

Deno.test("genotypeTrajectory() counts chosen edges only", () => {
  const space = searchSpace("s2", { nodes: 2 });
  const convolution = [0, 2];
  const rows = [convolution, convolution, [1, 0], convolution, convolution];
  const [point] = genotypeTrajectory(space, [{
    epoch: 7,
    normal: rows,
    reduce: rows,
  }]);
  assertEquals([point!.epoch, point!.parameterFree, point!.skips], [7, 0, 0]);
});

Deno.test("genotypeTrajectory() counts the kinds of cells that the network has", () => {
  const space = spaceOfCells(searchSpace("s2", { nodes: 1 }), 1);
  const [point] = genotypeTrajectory(space, [{
    epoch: 1,
    normal: [[1, 0], [1, 0]],
    reduce: [[1, 0], [0, 1]],
  }]);
  assertEquals([point!.parameterFree, point!.skips], [1, 1]);
});

Deno.test("genotypeTrajectory() refuses alphas of another space", () => {
  const rows = [[0, 0]];
  assertThrows(
    () =>
      genotypeTrajectory(searchSpace("s2"), [{
        epoch: 0,
        normal: rows,
        reduce: rows,
      }]),
    RangeError,
    "Expected 14 rows but found 1",
  );
});
