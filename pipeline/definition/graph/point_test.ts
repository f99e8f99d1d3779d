import { assertEquals } from "@std/assert";
import { instanceName, matrixPoints, projectPoints } from "./point.ts";
import type { MatrixSpec } from "../spec/parse_matrix.ts";
import type { Point } from "../../stage.ts";

function matrix(
  axes: Record<string, (string | number)[]>,
  more: { include?: Point[]; exclude?: Point[] } = {},
): MatrixSpec {
  return {
    axes: Object.entries(axes).map(([name, values]) => ({
      name,
      values: values.map((value) => ({
        type: "scalar",
        value,
        line: 1,
        column: 1,
      })),
    })),
    include: more.include ?? [],
    exclude: more.exclude ?? [],
  };
}

Deno.test("matrixPoints() of no axes is one point", () => {
  assertEquals(matrixPoints(matrix({})), [{}]);
});

Deno.test("matrixPoints() moves the last axis fastest", () => {
  assertEquals(matrixPoints(matrix({ m: ["a", "b"], s: [0, 1] })), [
    { m: "a", s: 0 },
    { m: "a", s: 1 },
    { m: "b", s: 0 },
    { m: "b", s: 1 },
  ]);
});

Deno.test("matrixPoints() excludes by part and includes whole points once", () => {
  const points = matrixPoints(
    matrix({ m: ["a", "b"], s: [0, 1] }, {
      exclude: [{ m: "a" }],
      include: [{ m: "c", s: 9 }, { m: "b", s: 1 }],
    }),
  );
  assertEquals(points, [{ m: "b", s: 0 }, { m: "b", s: 1 }, { m: "c", s: 9 }]);
});

Deno.test("projectPoints() keeps each restricted point once", () => {
  assertEquals(
    projectPoints(matrixPoints(matrix({ m: ["a", "b"], s: [0, 1] })), ["m"]),
    [{ m: "a" }, { m: "b" }],
  );
});

for (
  const [point, expected] of [
    [{}, "search"],
    [{ method: "sdarts-rs", seed: 0 }, "search@sdarts-rs,seed=0"],
    [{ lr: 1e-3, fast: true }, "search@lr=0.001,fast=true"],
    [{ path: "a/b,c*" }, "search@a%2Fb%2Cc%2A"],
  ] as [Point, string][]
) {
  Deno.test(`instanceName() writes ${expected}`, () => {
    assertEquals(instanceName("search", point), expected);
  });
}
