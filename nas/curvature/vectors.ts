/** Inner product of two vectors of one length. */
export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

/** Euclidean norm. */
export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** A vector times a number. */
export function scaled(a: Float64Array, factor: number): Float64Array {
  return a.map((x) => x * factor);
}

/** Adds a multiple of a vector to another, in place. */
export function addScaled(
  to: Float64Array,
  vector: Float64Array,
  factor: number,
): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * vector[i]!;
}
