import { checkMatrix, type MixtureRows } from "./alphas.ts";
import type { GraphSpace } from "./graph_space.ts";

/** Raw alphas of a space of graph cells. */
export interface GraphAlphas {
  /** One row an edge, one column a candidate. */
  readonly edges: readonly (readonly number[])[];
  /** Mixture weights of these alphas, where they are not the soft-max of their rows. */
  readonly mixtures?: MixtureRows | undefined;
}

/**
 * Checks that alphas are finite and have the matrix of a space.
 *
 * @param place Named in errors, such as `alphas.json at epochs[3]`.
 * @throws {RangeError} If they have another shape or a value is not finite.
 */
export function checkGraphAlphas(
  space: GraphSpace,
  alphas: object,
  place = "alphas",
): asserts alphas is GraphAlphas {
  const { edges, mixtures } = alphas as Partial<GraphAlphas>;
  const columns = space.edges.map((candidates) => candidates.length);
  checkMatrix(edges, { columns, place: `${place}.edges` });
  if (mixtures !== undefined) {
    checkMatrix(mixtures.edges, { columns, place: `${place}.mixtures.edges` });
  }
}
