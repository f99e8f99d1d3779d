import { edgeWeights } from "./edge_weights.ts";
import { isDerivable, type OwnOperations } from "./operation_traits.ts";
import { CELL_KINDS, type CellKind, type SearchSpace } from "./edge_space.ts";

/** Rows of mixture weights, by the names of their matrices. */
export type MixtureRows = Readonly<
  Record<string, readonly (readonly number[])[]>
>;

/** Raw architecture parameters: one row an edge, one column a candidate. */
export interface Alphas {
  /** Rows of the normal cell. */
  readonly normal: readonly (readonly number[])[];
  /** Rows of the reduction cell. */
  readonly reduce: readonly (readonly number[])[];
  /** Mixture weights of these alphas, where they are not the soft-max of their rows. */
  readonly mixtures?: MixtureRows | undefined;
  /** One row: weights of the edges into a node, where the space is relaxed by `partial`. */
  readonly [
    betas: `betas_${CellKind}_${number}`
  ]: readonly (readonly number[])[];
}

/**
 * Checks that alphas are finite and have one row for each edge and one column for each candidate of a space.
 *
 * @param place Named in errors, such as `alphas.json epoch 3`.
 * @throws {RangeError} If they have another shape or a value is not finite.
 */
export function checkAlphas(
  space: SearchSpace,
  alphas: Alphas,
  place = "alphas",
): void {
  const matrices = [
    ...CELL_KINDS.map((kind) => ({
      name: kind,
      columns: space[kind].map((candidates) => candidates.length),
    })),
    ...edgeWeights(space).map(({ name, columns }) => ({
      name,
      columns: [columns],
    })),
  ];
  const { mixtures } = alphas;
  for (const { name, columns } of matrices) {
    checkMatrix(alphas[name], { columns, place: `${place}.${name}` });
    if (mixtures === undefined) continue;
    checkMatrix(mixtures[name], {
      columns,
      place: `${place}.mixtures.${name}`,
    });
  }
}

/**
 * Checks that a matrix of alphas is there, is finite, and has a row for each count of columns.
 *
 * @throws {RangeError} If not.
 */
export function checkMatrix(
  rows: readonly (readonly number[])[] | undefined,
  { columns, place }: {
    readonly columns: readonly number[];
    readonly place: string;
  },
): void {
  if (rows?.length !== columns.length) {
    throw new RangeError(
      `Expected ${columns.length} rows but found ${
        rows?.length ?? "none"
      } in ${place}`,
    );
  }
  rows.forEach((row, at) => {
    if (row.length !== columns[at]) {
      throw new RangeError(
        `Expected ${
          columns[at]
        } columns but found ${row.length} in ${place}[${at}]`,
      );
    }
    const column = row.findIndex((value) => !Number.isFinite(value));
    if (column >= 0) {
      throw new RangeError(
        `Expected a finite number but found ${
          row[column]
        } in ${place}[${at}][${column}]`,
      );
    }
  });
}

/**
 * Column of the strongest candidate that a cell can hold (not `none`) other than `without`, if given; the first of
 * equals.
 *
 * @throws {RangeError} If `none` is the only candidate.
 */
export function strongestColumn(
  candidates: readonly string[],
  row: readonly number[],
  { without, own }: {
    readonly without?: string;
    /** Operations of the space that are not built in. */
    readonly own?: OwnOperations | undefined;
  } = {},
): number {
  let best = -1;
  candidates.forEach((operation, column) => {
    if (operation === without || !isDerivable(operation, own)) return;
    if (best < 0 || row[column]! > row[best]!) best = column;
  });
  if (best < 0) {
    throw new RangeError(
      `Expected an operation other than none but found [${candidates}]`,
    );
  }
  return best;
}
