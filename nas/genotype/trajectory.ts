import type { Alphas } from "../space/alphas.ts";
import { type AnyGenotype, chosenEdges } from "./any_genotype.ts";
import { deriveGenotype, type Genotype } from "./genotype.ts";
import { isParameterFree } from "./parameter_free.ts";
import { kindsOf } from "../space/cell_kinds.ts";
import type { CellKind, SearchSpace } from "../space/edge_space.ts";

/** Alphas after an epoch; epoch 0 is before training. */
export interface EdgeAlphas extends Alphas {
  /** Epochs trained so far. */
  readonly epoch: number;
}

/** Genotype that a search would have derived after an epoch. */
export interface TrajectoryPoint<G extends AnyGenotype = Genotype> {
  /** Epochs trained so far. */
  readonly epoch: number;
  /** Genotype of the alphas at that time. */
  readonly genotype: G;
  /** Chosen edges, of all cells of the network, whose operation has no parameters. */
  readonly parameterFree: number;
  /** Chosen edges, of all cells of the network, that are `skip_connect`. */
  readonly skips: number;
}

/**
 * Genotype after every epoch of a search, with the counts that show a collapse: 4 nodes have 16 chosen edges in all.
 *
 * @throws {RangeError} If alphas do not fit the space.
 */
export function genotypeTrajectory(
  space: SearchSpace,
  epochs: readonly EdgeAlphas[],
  derive: (space: SearchSpace, alphas: Alphas) => Genotype = deriveGenotype,
): TrajectoryPoint[] {
  return epochs.map(({ epoch, ...alphas }) =>
    trajectoryPoint(epoch, derive(space, alphas), kindsOf(space))
  );
}

/**
 * A genotype with what shows a collapse.
 *
 * @param kinds Kinds of the cells of the network.
 */
export function trajectoryPoint<G extends AnyGenotype>(
  epoch: number,
  genotype: G,
  kinds?: readonly CellKind[],
): TrajectoryPoint<G> {
  const operations = chosenEdges(genotype, kinds)
    .map(([operation]) => operation);
  return {
    epoch,
    genotype,
    parameterFree:
      operations.filter((operation) =>
        isParameterFree(operation, genotype.operations)
      ).length,
    skips:
      operations.filter((operation) => operation === "skip_connect").length,
  };
}
