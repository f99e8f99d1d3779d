import type { TableResult } from "./table_result.ts";

/** Columns that do not depend on the seed of a training. */
const SIZES = ["parameters", "flops"] as const;

/**
 * A check of results one by one. All trainings of an architecture on a data set for a number of epochs are of one
 * network, whatever their seed and split, so a look-up may take the size of any of them.
 *
 * @returns The check, which throws a `SyntaxError` at a result of another size than an earlier one: expected, found,
 *   place.
 */
export function equalSizes(): (result: TableResult, place: string) => void {
  const known = new Map<string, Pick<TableResult, typeof SIZES[number]>>();
  return ({ architecture, dataset, epochs, parameters, flops }, place) => {
    const sizes = { parameters, flops };
    const key = `${architecture} on ${dataset} for ${epochs} epochs`;
    const before = known.get(key);
    if (before === undefined) {
      known.set(key, sizes);
      return;
    }
    const other = SIZES.find((name) => sizes[name] !== before[name]);
    if (other !== undefined) {
      throw new SyntaxError(
        `Expected ${
          before[other]
        } ${other}, as another training of ${key} has, but found ${
          sizes[other]
        } in ${place}`,
      );
    }
  };
}
