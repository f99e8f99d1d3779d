import type { RandomStream } from "../../engine/philox.ts";
import type { AlphaMatrix } from "../space/alpha_matrices.ts";
import { addScaled, dot, norm } from "./vectors.ts";

/** Two directions that span a plane of alphas: unit vectors, orthogonal. */
export interface Plane {
  /** Along the gradient. */
  readonly gradient: Float64Array;
  /** A random one. */
  readonly other: Float64Array;
}

/**
 * Spans the plane in which the paper draws the validation landscape (section 1, figure 1): by the gradient's direction
 * and a random one orthogonal to it.
 *
 * @param gradient Gradient of the validation loss in the alphas, flattened.
 * @param random Draws the other direction.
 * @param matrices Matrices of the alphas, as `alphaMatrices` has them: the other direction is 0 in those that no cell
 * reads.
 * @throws {RangeError} If the gradient vanishes or is not finite, or there is one alpha alone.
 *
 * @example
 * ```ts
 * import { randomStream } from "../../engine/philox.ts";
 * import { planeOf } from "./landscape.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { gradient, other } = planeOf(
 *   Float64Array.of(3, 4, 0),
 *   randomStream({ seed: 0, stream: "landscape" }),
 * );
 * assertAlmostEquals(gradient[1]!, 0.8);
 * assertAlmostEquals(3 * other[0]! + 4 * other[1]!, 0, 1e-12);
 * ```
 */
export function planeOf(
  gradient: Float64Array,
  random: RandomStream,
  matrices: readonly AlphaMatrix[] = [],
): Plane {
  if (gradient.length < 2) {
    throw new RangeError(
      `Expected at least two alphas but found ${gradient.length}`,
    );
  }
  const first = unit(gradient, "the gradient in the alphas");
  const rest = first.map(() => random.normal());
  let offset = 0;
  for (const { rows, columns, unread } of matrices) {
    const end = offset + rows * columns;
    if (unread) rest.fill(0, offset, end);
    offset = end;
  }
  addScaled(rest, first, -dot(rest, first));
  return { gradient: first, other: unit(rest, "the random direction") };
}

/** Evenly spaced coordinates from -radius to radius; an odd number of them has 0 in the middle. */
export function gridCoordinates(radius: number, points: number): number[] {
  return Array.from(
    { length: points },
    (_, i) => radius * (2 * i - points + 1) / (points - 1),
  );
}

/**
 * Alphas at a place in a plane around given ones.
 *
 * @param alphas Matrices at the origin.
 * @param plane The plane.
 * @param place Coordinates along the gradient and along the other direction, in units of alpha.
 */
export function alphasAt(
  alphas: readonly Float32Array[],
  { gradient, other }: Plane,
  [a, b]: readonly [number, number],
): Float32Array[] {
  let offset = 0;
  return alphas.map((matrix) => {
    const start = offset;
    offset += matrix.length;
    return matrix.map((alpha, i) =>
      alpha + a * gradient[start + i]! + b * other[start + i]!
    );
  });
}

function unit(vector: Float64Array, name: string): Float64Array {
  const length = norm(vector);
  if (!(length > 0 && Number.isFinite(length))) {
    throw new RangeError(
      `Cannot normalise ${name}: its length is ${length}`,
    );
  }
  return vector.map((x) => x / length);
}
