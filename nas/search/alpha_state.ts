import type { AnySpace } from "../space/any_space.ts";
import {
  architectureText,
  countChanges,
  type GenotypeChanges,
} from "../genotype/genotype_changes.ts";
import {
  type MixtureDistance,
  type MixtureDistances,
  mixtureDistances,
} from "../space/mixture_distances.ts";
import type { SearchAlphas } from "./search_state.ts";

/**
 * Alphas have moved where a mixture weight has changed by more than this. They begin as normal numbers times 1e-3
 * (docs/method.md section 3), and the farthest of their mixture weights from equal ones is then off by 3e-4 to 1.3e-3:
 * where none has moved by more than that, the drawn numbers still decide which operation is strongest.
 */
export const STILL = 1e-3;

/** What became of the alphas of a search: the distances of its last epoch, and changes of the architecture. */
export interface AlphaState extends MixtureDistance, GenotypeChanges {
  /** Distances matrix by matrix; the largest are those of the whole. */
  readonly matrices: MixtureDistances;
}

/**
 * Whether the alphas of a search moved, and how often the architecture that they stand for changed.
 *
 * @param trajectory Raw alphas before training and after each epoch, in order.
 * @throws {RangeError} If alphas do not fit the space.
 */
export function alphaState(
  space: AnySpace,
  trajectory: readonly SearchAlphas[],
): AlphaState {
  const matrices = mixtureDistances(space, trajectory[0]!, trajectory.at(-1)!);
  const largest = (name: keyof MixtureDistance) =>
    Math.max(0, ...Object.values(matrices).map((distance) => distance[name]));
  return {
    fromUniform: largest("fromUniform"),
    fromStart: largest("fromStart"),
    matrices,
    ...countChanges(trajectory.map(({ epoch, ...alphas }) => ({
      epoch,
      text: architectureText(space, alphas as typeof trajectory[number]),
    }))),
  };
}

/**
 * Sentences on alphas that stayed and on an architecture that never changed after the first epoch; empty for a search
 * that moved both.
 *
 * @param epochs Epochs of the search.
 */
export function stillness(
  { matrices, lastGenotypeChange }: Pick<
    AlphaState,
    "matrices" | "lastGenotypeChange"
  >,
  epochs: number,
): string[] {
  const still = Object.entries(matrices)
    .filter(([, { fromStart }]) => fromStart <= STILL);
  const farthest = Math.max(...still.map(([, { fromStart }]) => fromStart));
  const all = still.length === Object.keys(matrices).length;
  return [
    still.length > 0 &&
    `the alphas ${
      all ? "" : `of ${still.map(([name]) => name).join(", ")} `
    }stayed where they began: none of their mixture weights moved${
      farthest === 0 ? "" : ` by more than ${farthest.toPrecision(2)}`
    }`,
    epochs > 1 && (lastGenotypeChange ?? 0) <= 1 &&
    `the genotype never changed after the first of ${epochs} epochs`,
  ].filter((text) => text !== false);
}
