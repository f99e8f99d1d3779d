import { within } from "../../common/within.ts";
import type { Point } from "../../pipeline/stage.ts";

/** Coordinates as text: `space=s1,seed=2`. */
export function pointText(point: Point): string {
  return Object.entries(point).map(([axis, value]) => `${axis}=${value}`)
    .join(",");
}

/** Something at a point of the matrix. */
interface Placed {
  readonly point: Point;
}

/** A genotype and its validation. */
export interface Candidate<T> {
  readonly genotype: T;
  readonly validation: T;
}

/**
 * The genotypes that `where` describes, each with the only validation whose coordinates contain its own.
 *
 * @returns Candidates, or what is wrong: no genotype, or another number of validations.
 */
export function candidatesOf<T extends Placed>(
  where: Point,
  { genotypes, validations }: {
    readonly genotypes: readonly T[];
    readonly validations: readonly T[];
  },
): readonly Candidate<T>[] | {
  readonly trouble: string;
  /** True if no genotype is where `where` says. */
  readonly nowhere: boolean;
} {
  const chosen = genotypes.filter(({ point }) => within(where, point));
  if (chosen.length === 0) {
    return {
      nowhere: true,
      trouble: `Expected candidates with ${pointText(where)} but found ${
        genotypes.map(({ point }) => pointText(point) || "no coordinates")
          .join(" and ")
      }`,
    };
  }
  const candidates: Candidate<T>[] = [];
  for (const genotype of chosen) {
    const own = validations.filter(({ point }) =>
      within(genotype.point, point)
    );
    if (own.length !== 1) {
      return {
        nowhere: false,
        trouble: `Expected one validation of ${
          pointText(genotype.point)
        } but found ${own.length}`,
      };
    }
    candidates.push({ genotype, validation: own[0]! });
  }
  return candidates;
}
