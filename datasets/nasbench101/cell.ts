/** Operations of a NAS-Bench-101 cell, in the order of their numbers in the hash. */
export const CELL_OPERATIONS = [
  "conv3x3-bn-relu",
  "conv1x1-bn-relu",
  "maxpool3x3",
] as const;

/** A NAS-Bench-101 cell: a directed acyclic graph whose first vertex is the input and whose last is the output. */
export interface BenchmarkCell {
  /** Adjacency, upper triangular: 1 where there is an edge from the row's vertex to the column's. */
  readonly matrix: readonly (readonly number[])[];
  /** `input`, operations, `output`. */
  readonly operations: readonly string[];
}

/**
 * Checks that a cell is a square upper triangular 0/1 matrix with an operation for each vertex.
 *
 * @throws {RangeError} If it is not.
 */
export function checkCell(
  { matrix, operations }: BenchmarkCell,
  place: string,
): void {
  const size = matrix.length;
  const fail = (expected: string, found: unknown) => {
    throw new RangeError(`Expected ${expected} but found ${found} in ${place}`);
  };
  if (size < 2) fail("at least 2 vertices", size);
  if (operations.length !== size) {
    fail(`${size} operations`, operations.length);
  }
  matrix.forEach((row, from) => {
    if (row.length !== size) fail(`${size} columns`, row.length);
    row.forEach((value, to) => {
      if (value !== 0 && (value !== 1 || to <= from)) {
        fail("0, or 1 above the diagonal", `${value} at [${from}][${to}]`);
      }
    });
  });
  operations.forEach((operation, at) => {
    if (at === 0 || at === size - 1) {
      const end = at === 0 ? "input" : "output";
      if (operation !== end) fail(end, operation);
    } else if (!(CELL_OPERATIONS as readonly string[]).includes(operation)) {
      fail(`one of ${CELL_OPERATIONS.join(", ")}`, operation);
    }
  });
}

/** Removes the vertices that are on no path from input to output; undefined if there is no such path. */
export function pruneCell(
  { matrix, operations }: BenchmarkCell,
): BenchmarkCell | undefined {
  const size = matrix.length;
  const reach = (start: number, next: (at: number, to: number) => boolean) => {
    const seen = new Set([start]);
    for (const at of seen) {
      for (let to = 0; to < size; to++) if (next(at, to)) seen.add(to);
    }
    return seen;
  };
  const below = reach(0, (at, to) => matrix[at]![to] === 1);
  const above = reach(size - 1, (at, to) => matrix[to]![at] === 1);
  if (!below.has(size - 1)) return undefined;
  const kept = [...operations.keys()].filter((at) =>
    below.has(at) && above.has(at)
  );
  return {
    matrix: kept.map((from) => kept.map((to) => matrix[from]![to]!)),
    operations: kept.map((at) => operations[at]!),
  };
}
