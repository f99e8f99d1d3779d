import { type Alphas, checkAlphas } from "./alphas.ts";
import { strongestColumns } from "./kept_candidates.ts";
import { rankedRows } from "./mixture_rows.ts";
import type { SearchSpace } from "./edge_space.ts";

/** Largest number of `skip_connect` in the normal cell of P-DARTS; published. */
export const PROGRESSIVE_SKIPS = 2;

/** What is wrong with a number of operations to keep. */
export interface KeepTrouble {
  readonly message: string;
  /** True if no number would do, as the space has too few operations. */
  readonly isSpace: boolean;
}

/** Says why an edge cannot keep so many of its operations; undefined where it can. */
export function keepTrouble(
  keep: number,
  { name, candidates }: {
    /** Name of the space. */
    readonly name: string;
    /** Operations of an edge. */
    readonly candidates: number;
  },
): KeepTrouble | undefined {
  if (candidates < 3) {
    return {
      message:
        `Cannot narrow ${candidates} operations per edge in ${name}: at least 3 are needed`,
      isSpace: true,
    };
  }
  return Number.isInteger(keep) && keep >= 2 && keep < candidates
    ? undefined
    : {
      message: `Expected to keep 2 to ${
        candidates - 1
      } of the ${candidates} operations of an edge but found ${keep}`,
      isSpace: false,
    };
}

/**
 * The space in which each edge keeps its strongest candidates, in their order: that of the next stage of P-DARTS. Of
 * equal candidates the later ones are kept, as in the published code; `none` is a candidate like the others.
 *
 * @param alphas Alphas of a search in the space.
 * @param keep Candidates that each edge keeps, at least 2 and fewer than it has.
 * @throws {RangeError} If the alphas do not fit the space or as many candidates cannot be kept.
 *
 * @example
 * ```ts
 * import { narrowedSpace } from "./narrowed_space.ts";
 * import { searchSpace } from "./edge_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [[0, 2, 1], [3, 0, 1]];
 * const narrowed = narrowedSpace(searchSpace("s3", { nodes: 1 }), { normal: rows, reduce: rows }, 2);
 * assertEquals(narrowed.normal, [["skip_connect", "sep_conv_3x3"], ["none", "sep_conv_3x3"]]);
 * ```
 */
export function narrowedSpace(
  space: SearchSpace,
  alphas: Alphas,
  keep: number,
): SearchSpace {
  checkAlphas(space, alphas);
  const trouble = keepTrouble(keep, {
    name: space.name,
    candidates: space.normal[0]!.length,
  });
  if (trouble !== undefined) throw new RangeError(trouble.message);
  const narrowed = (kind: "normal" | "reduce") =>
    space[kind].map((candidates, edge) => {
      const row = rankedRows(alphas, kind)[edge]!;
      const kept = strongestColumns(row, keep);
      return candidates.filter((_, column) => kept.has(column));
    });
  const { mixture: _, ...kept } = space;
  return { ...kept, normal: narrowed("normal"), reduce: narrowed("reduce") };
}
