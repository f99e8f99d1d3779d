import type { Genotype } from "./genotype.ts";
import { didYouMean } from "../../common/did_you_mean.ts";
import { parseGenotype } from "./parse_genotype.ts";
import published from "./published_genotypes.json" with { type: "json" };
import type { SpaceName } from "../space/edge_space.ts";

/** A published genotype and its origin. */
export interface PublishedGenotype {
  /** Name here, such as `sdarts-adv-c10-s5`. */
  readonly name: string;
  /** Name in the published code, such as `c10_s5_pgd`. */
  readonly reference: string;
  /** Space that it was searched in; the published `s5` is `darts` here. */
  readonly space: SpaceName;
  /** The architecture. */
  readonly genotype: Genotype;
}

const entries: Readonly<
  Record<string, { reference: string; space: string; genotype: unknown }>
> = published.genotypes;

/**
 * Names of the published genotypes, sorted: `<method>-<data set>-<space>` with method `sdarts-rs`, `sdarts-adv` or
 * `pcdarts`, data set `c10`, `c100` or `svhn` and space `s1` to `s5`; also `darts-v1` and `darts-v2`.
 */
export const PUBLISHED_NAMES: readonly string[] = Object.keys(entries).sort();

/**
 * A genotype of the published code of SmoothDARTS or DARTS by name.
 *
 * @throws {RangeError} If no genotype has that name.
 *
 * @example
 * ```ts
 * import { publishedGenotype } from "./published.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(publishedGenotype("sdarts-adv-c10-s5").genotype.normal[0], ["sep_conv_3x3", 0]);
 * ```
 */
export function publishedGenotype(name: string): PublishedGenotype {
  if (!Object.hasOwn(entries, name)) {
    throw new RangeError(
      `Expected the name of a published genotype but found ${name}${
        didYouMean(name, PUBLISHED_NAMES)
      }`,
    );
  }
  const { reference, space, genotype } = entries[name]!;
  return {
    name,
    reference,
    space: space as SpaceName,
    genotype: parseGenotype(genotype, name),
  };
}
