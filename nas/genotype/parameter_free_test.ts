import { assertEquals } from "@std/assert";
import {
  hasCollapsed,
  isParameterFree,
  parameterFreeShare,
  skipShare,
} from "./parameter_free.ts";
import { spaceOfCells } from "../space/cell_kinds.ts";
import { searchSpace } from "../space/edge_space.ts";
import { PRIMITIVES } from "../space/primitives.ts";

Deno.test("isParameterFree() holds for pooling, skip, noise and none", () => {
  assertEquals(
    PRIMITIVES.filter((name) => isParameterFree(name)),
    ["none", "noise", "max_pool_3x3", "avg_pool_3x3", "skip_connect"],
  );
});

Deno.test("parameterFreeShare() and skipShare() count edges of both cells", () => {
  const space = searchSpace("darts", { nodes: 1 });
  const prefer = (column: number) =>
    Array.from({ length: 7 }, (_, i) => i === column ? 1 : 0);
  const alphas = {
    normal: [prefer(0), prefer(2)],
    reduce: [prefer(2), prefer(6)],
  };
  assertEquals(parameterFreeShare(space, alphas), 0.75);
  assertEquals(skipShare(space, alphas), 0.5);
});

Deno.test("parameterFreeShare() and skipShare() count the kinds of cells that the network has", () => {
  const space = spaceOfCells(searchSpace("s2", { nodes: 1 }), 1);
  const alphas = { normal: [[1, 0], [1, 0]], reduce: [[1, 0], [0, 1]] };
  assertEquals(parameterFreeShare(space, alphas), 0.5);
  assertEquals(skipShare(space, alphas), 0.5);
});

Deno.test("parameterFreeShare() leaves none out even where it is strongest", () => {
  const space = searchSpace("s3", { nodes: 1 });
  const alphas = {
    normal: [[9, 0, 1], [9, 1, 0]],
    reduce: [[9, 0, 1], [9, 0, 1]],
  };
  assertEquals(parameterFreeShare(space, alphas), 0.25);
  assertEquals(skipShare(space, alphas), 0.25);
});

Deno.test("parameterFreeShare() counts noise, skipShare() does not", () => {
  const space = searchSpace("s4", { nodes: 1 });
  const alphas = { normal: [[1, 0], [1, 0]], reduce: [[1, 0], [1, 0]] };
  assertEquals([parameterFreeShare(space, alphas), skipShare(space, alphas)], [
    1,
    0,
  ]);
});

Deno.test("operations that are not built in count as they say of themselves", () => {
  const operations = { blur: { parameterFree: true }, squeeze: {} };
  const normal = [["blur", 0], ["blur", 1], ["squeeze", 0], [
    "blur",
    2,
  ]] as const;
  assertEquals(
    normal.map(([name]) => isParameterFree(name, operations)),
    [true, true, false, true],
  );
  const reduce = [["squeeze", 0], ["squeeze", 1]] as const;
  assertEquals(hasCollapsed({ normal, reduce, operations }), true);
  assertEquals(hasCollapsed({ normal, reduce }), false);
  assertEquals(
    hasCollapsed({ normal, reduce, operations }, ["reduce"]),
    false,
    "the network has no normal cell",
  );
  const row = ["blur", "squeeze"];
  const space = {
    name: "mine",
    nodes: 1,
    normal: [row, row],
    reduce: [row, row],
    operations,
  };
  const alphas = { normal: [[1, 0], [0, 1]], reduce: [[0, 1], [0, 1]] };
  assertEquals(parameterFreeShare(space, alphas), 0.25);
});
