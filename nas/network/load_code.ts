import {
  type AnyGenotype,
  chosenOperations,
} from "../genotype/any_genotype.ts";
import { isGraphGenotype } from "../genotype/graph_genotype.ts";
import type { LoadOperations, Operations } from "../operations/operation.ts";
import type { AnySpace } from "../space/any_space.ts";
import { candidateOperations } from "../space/candidate_operations.ts";
import { isGraphSpace } from "../space/graph_space.ts";
import type { LoadStem, Stem } from "../stems/stem.ts";
import type { GraphNetworks, WithGraphs } from "./graph_networks.ts";

/** Gives the code of which networks are made. */
export interface LoadCode {
  readonly operations: LoadOperations;
  readonly stem: LoadStem;
  /** Gives the networks of graph cells. */
  readonly graphs: () => Promise<GraphNetworks>;
}

/** Code of a network. */
export interface NetworkCode extends WithGraphs {
  readonly operations: Operations;
  readonly stem: Stem;
}

/** What to load for. */
interface Wanted {
  /** Name of the stem. */
  readonly stem: string;
  /** File that says so, or other words for it, for errors. */
  readonly file: string;
}

/** Loads the code of the network of a genotype. */
export async function genotypeCode(
  load: LoadCode,
  genotype: AnyGenotype,
  { stem, file }: Wanted,
): Promise<NetworkCode> {
  return {
    operations: await load.operations(chosenOperations(genotype), file),
    stem: await load.stem(stem),
    ...(isGraphGenotype(genotype) ? { graphs: await load.graphs() } : {}),
  };
}

/** Loads the code of the supernet of a space. */
export async function spaceCode(
  load: LoadCode,
  space: AnySpace,
  { stem, file }: Wanted,
): Promise<NetworkCode> {
  return {
    operations: await load.operations(candidateOperations(space), file),
    stem: await load.stem(stem),
    ...(isGraphSpace(space) ? { graphs: await load.graphs() } : {}),
  };
}
