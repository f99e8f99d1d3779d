import { derivablePrimitives } from "../space/primitives.ts";
import { checkGenotype } from "./check_genotype.ts";
import type { Genotype } from "./genotype.ts";
import { valuePlace } from "./genotype_edge.ts";

/**
 * Checks a genotype that was read from JSON or written by hand. Accepted are the fields of the published code, with the
 * edges in one list or in a list for each node; one `concat` for both cells; `operations`, which names those that are not
 * built in; and the keys of NNI (`normal/op_2_0`, `normal/input_2_0`), where all nodes make the output. A node may name the same source twice: that builds two
 * operations with their own weights.
 *
 * @param value The value to check; it may stand under the key `genotype` of a file.
 * @param place Named in errors, default `genotype`.
 * @throws {TypeError} If it is no genotype: the message names the wrong part by node and edge (from 0), the value found
 * and the values allowed.
 *
 * @example A slip of the fingers is named
 * ```ts
 * import { parseGenotype } from "./parse_genotype.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const cell = [["sep_con_3x3", 0], ["skip_connect", 1]];
 * assertThrows(
 *   () => parseGenotype({ normal: cell, normal_concat: [2], reduce: cell, reduce_concat: [2] }),
 *   TypeError,
 *   "genotype.normal[0][0] (did you mean sep_conv_3x3?)",
 * );
 * ```
 */
export function parseGenotype(value: unknown, place = "genotype"): Genotype {
  return checkGenotype(value, {
    locate: (path) => valuePlace(place, path),
    known: derivablePrimitives(),
  });
}
