import { assert, assertEquals, assertLess } from "@std/assert";
import { matrixPoints, projectPoints } from "./point.ts";
import { stagePoints } from "./stage_points.ts";
import type { MatrixSpec } from "../spec/parse_matrix.ts";
import type { Problem } from "../yaml/problem.ts";
import type { Point } from "../../stage.ts";

function matrix(
  axes: Readonly<Record<string, readonly (string | number)[]>>,
  more: Partial<MatrixSpec> = {},
): MatrixSpec {
  return {
    axes: Object.entries(axes).map(([name, values], line) => ({
      name,
      values: values.map((value, column) => ({
        type: "scalar",
        value,
        line: line + 1,
        column: column + 1,
      })),
    })),
    include: [],
    exclude: [],
    ...more,
  };
}

const SMALL = { a: [0, 1], b: ["x", "y", "z"], c: [0, 1], d: [5, 6, 7] };
const INCLUDE: Point[] = [{ d: 9, a: 7, b: "x", c: 0 }];
const EXCLUDE: Point[] = [{ a: 0, b: "x" }, { b: "y", c: 1 }, { c: 0 }];
const DRAWS: Point[] = [{ c: 0.5, d: 5 }, { c: 1, d: 6 }, { c: 0.5, d: 7 }];

for (
  const [name, more] of Object.entries({
    "no conditions": {},
    include: { include: INCLUDE },
    exclude: { exclude: EXCLUDE },
    "an exclude of all": { exclude: [{ c: 0 }, { c: 1 }] },
    draws: { draws: DRAWS, include: INCLUDE, exclude: EXCLUDE },
  })
) {
  Deno.test(`stagePoints() gives the points of the whole matrix, in order, with ${name}`, () => {
    const whole = matrix(SMALL, more);
    const axes = Object.keys(SMALL);
    for (let set = 0; set < 2 ** axes.length; set++) {
      const some = axes.filter((_, index) => (set >> index & 1) === 1);
      const problems: Problem[] = [];
      assertEquals(
        stagePoints(whole, problems).of("s", some),
        projectPoints(matrixPoints(whole), some),
        some.join(),
      );
      assertEquals(problems, []);
    }
  });
}

const GRID = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [`a${index}`, [0, 1]]),
);

Deno.test("stagePoints() expands mentioned axes alone, and counts before it builds", () => {
  const problems: Problem[] = [];
  const points = stagePoints(matrix(GRID), problems);
  for (const axis of Object.keys(GRID)) {
    assertEquals(points.of("s", [axis]).length, 2);
  }
  assertEquals(problems, []);
  const began = performance.now();
  assertEquals(points.of("all", Object.keys(GRID)), []);
  assertLess(performance.now() - began, 30_000);
  assertEquals(
    problems.map(({ message }) => message),
    [
      "Expected at most 1000000 points of the matrix for stage all but found 1073741824",
    ],
  );
});

Deno.test("stagePoints() refuses points that only exclude multiplies, and too many instances", () => {
  const problems: Problem[] = [];
  const exclude = [Object.fromEntries(Object.keys(GRID).map((a) => [a, 1]))];
  stagePoints(matrix(GRID, { exclude }), problems).of("s", ["a0"]);
  assertEquals(problems.length, 1);
  const values = Array.from({ length: 90_000 }, (_, index) => index);
  const points = stagePoints(matrix({ n: values }), problems);
  for (const stage of ["a", "b", "c", "d"]) points.of(stage, ["n"]);
  assertEquals(problems.length, 2);
  const gathering = stagePoints(matrix({ n: values }), problems);
  assertEquals(gathering.of("g", ["n"], 90_000), []);
  assertEquals(
    problems[2]?.message,
    "Expected at most 10000000 gathered inputs but found 8100000000 with those of stage g",
  );
  assert(
    problems[1]!.message.endsWith("but found 270000 with those of stage c"),
  );
});
