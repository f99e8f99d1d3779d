import type { Candidate, Layers, SkipFactor } from "../layers/layers.ts";
import { skipTerms } from "./auxiliary_skip_path.ts";
import { operationOf, type Operations } from "../operations/operation.ts";

/** Edge of a supernet. */
export interface MixedEdge {
  /** Operations by name; all candidates are among them. */
  readonly operations: Operations;
  /** Prefix of parameter names. */
  readonly name: string;
  readonly stride: 1 | 2;
  /** Matrix of its mixture weights. */
  readonly matrix: string;
  /** Row of that matrix. */
  readonly edge: number;
  /** For each candidate, whether it is computed; all are by default. */
  readonly kept?: readonly boolean[] | undefined;
  /** True where training may drop values of a candidate that is an identity. */
  readonly dropsSkips?: boolean | undefined;
  /** Factor of its auxiliary skip; it has none by default. */
  readonly auxiliarySkip?: SkipFactor | undefined;
}

/**
 * A mixed operation: an edge's candidates, each times its mixture weight, to be added up. Pools are normalised here, as
 * in the reference supernet, so that no candidate wins by scale alone; `none` adds nothing. An auxiliary skip comes last.
 *
 * @param kinds Names of the candidates, in the order of the columns.
 * @throws {RangeError} If a candidate is not among the operations.
 */
export function mixedTerms<T>(
  layers: Layers<T>,
  kinds: readonly string[],
  x: T,
  { operations, name, stride, matrix, edge, kept, dropsSkips, auxiliarySkip }:
    MixedEdge,
): T[] {
  const candidates = kinds.flatMap((kind, column): Candidate<T>[] => {
    const operation = operationOf(operations, kind);
    if (operation.addsNothing || kept?.[column] === false) return [];
    const at = `${name}._ops.${column}`;
    const weight = { matrix, edge, operation: column };
    const place = { name: at, stride, affine: false };
    const compute = (x: T) => {
      if (operation.identity && stride === 1 && dropsSkips) {
        return layers.weigh(layers.dropOut(x, { name: at }), weight);
      }
      if (operation.takesWeight) {
        return operation.forward(layers, x, { ...place, weight });
      }
      // a normalised pool serves every edge that leaves the same node
      const y = operation.forward(layers, x, place);
      return layers.weigh(
        operation.normalised
          ? layers.norm(y, { name: `${at}.1`, affine: false })
          : y,
        weight,
      );
    };
    return [{ operation: column, compute }];
  });
  const skip = { name, stride, factor: auxiliarySkip };
  return [
    ...layers.edge(x, { matrix, edge }, candidates),
    ...skipTerms(layers, x, skip),
  ];
}
