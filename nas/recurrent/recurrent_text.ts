import { formatConcat, formatEdges } from "../genotype/python_genotype.ts";
import type { RecurrentGenotype } from "./recurrent_genotype.ts";

/**
 * A recurrent cell in the Python text of the published code, which its training scripts read.
 *
 * @example
 * ```ts
 * import { formatRecurrent } from "./recurrent_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   formatRecurrent({ recurrent: [["tanh", 0], ["relu", 1]], concat: [1, 2] }),
 *   "Genotype(recurrent=[('tanh', 0), ('relu', 1)], concat=range(1, 3))",
 * );
 * ```
 */
export function formatRecurrent(
  { recurrent, concat }: RecurrentGenotype,
): string {
  return `Genotype(recurrent=${formatEdges(recurrent)}, concat=${
    formatConcat(concat)
  })`;
}
