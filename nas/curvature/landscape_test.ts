import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { spaceOfCells } from "../space/cell_kinds.ts";
import { searchSpace } from "../space/edge_space.ts";
import { alphasAt, gridCoordinates, planeOf } from "./landscape.ts";

const stream = (seed: number) => randomStream({ seed, stream: "landscape" });
const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

Deno.test("planeOf() spans an orthonormal plane whose first direction is uphill", () => {
  for (const seed of [0, 1, 2, 3]) {
    const random = stream(100 + seed);
    const slope = Float64Array.from({ length: 112 }, () => random.normal());
    const { gradient, other } = planeOf(slope, stream(seed));
    assertAlmostEquals(dot(gradient, gradient), 1);
    assertAlmostEquals(dot(other, other), 1);
    assertAlmostEquals(dot(gradient, other), 0, 1e-12);
    assertAlmostEquals(dot(gradient, slope), Math.sqrt(dot(slope, slope)));
  }
  assertEquals(
    planeOf(Float64Array.of(1, 2, 3), stream(5)),
    planeOf(Float64Array.of(1, 2, 3), stream(5)),
  );
});

Deno.test("planeOf() leaves alphas that no cell reads where they are", () => {
  const space = spaceOfCells(searchSpace("s2", { nodes: 1 }), 1);
  const slope = Float64Array.of(0, 0, 0, 0, 1, 2, 3, 4);
  const { other } = planeOf(slope, stream(3), alphaMatrices(space));
  assertEquals(other.subarray(0, 4), new Float64Array(4));
  assertAlmostEquals(dot(other, other), 1);
  assertAlmostEquals(dot(other, slope), 0, 1e-12);
});

Deno.test("planeOf() refuses a gradient without direction", () => {
  for (
    const [slope, message] of [
      [[0, 0], "its length is 0"],
      [[NaN, 1], "its length is NaN"],
      [[1], "at least two alphas"],
    ] as const
  ) {
    assertThrows(
      () => planeOf(Float64Array.from(slope), stream(0)),
      RangeError,
      message,
    );
  }
});

Deno.test("gridCoordinates() and alphasAt() keep the origin as it is and move by the distance that they say", () => {
  assertEquals(gridCoordinates(2, 5), [-2, -1, 0, 1, 2]);
  const alphas = [Float32Array.of(1, 2), Float32Array.of(3)];
  const plane = planeOf(Float64Array.of(0, 0, 7), stream(0));
  assertEquals(alphasAt(alphas, plane, [0, 0]), alphas);
  const [first, second] = alphasAt(alphas, plane, [1.5, 0]);
  assertEquals([first, second], [alphas[0], Float32Array.of(4.5)]);
  const moved = alphasAt(alphas, plane, [0, 2]);
  const squares = moved.flatMap((m, i) =>
    Array.from(m, (x, j) => (x - alphas[i]![j]!) ** 2)
  );
  assertAlmostEquals(squares.reduce((a, b) => a + b), 4, 1e-6);
});
