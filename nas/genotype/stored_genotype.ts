import { checkGenotype } from "./check_genotype.ts";
import type { Genotype } from "./genotype.ts";
import { valuePlace } from "./genotype_edge.ts";

/**
 * Checks a genotype of a file that a stage wrote. Unlike `parseGenotype` it takes any name of an operation: whoever
 * builds the network has the operations, and no list of all of them enters the keys of later stages.
 *
 * @param place Named in errors, such as `genotype.json`.
 * @throws {TypeError} If it is no genotype.
 */
export function storedGenotype(value: unknown, place: string): Genotype {
  return checkGenotype(value, {
    locate: (path) => valuePlace(place, path),
    mayBeEmpty: true,
  });
}
