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

/** The network whose code is loaded. */
interface Wanted {
  /** Name of the stem. */
  readonly stem: string;
  /** File that says so, or other words for it, for errors. */
  readonly file: string;
}

/** Loads the code of the network of a genotype. */
export function genotypeCode(
  load: LoadCode,
  genotype: AnyGenotype,
  wanted: Wanted,
): Promise<NetworkCode> {
  const graph = isGraphGenotype(genotype);
  return code(load, chosenOperations(genotype), { ...wanted, graph });
}

/** Loads the code of the supernet of a space. */
export function spaceCode(
  load: LoadCode,
  space: AnySpace,
  wanted: Wanted,
): Promise<NetworkCode> {
  const graph = isGraphSpace(space);
  return code(load, candidateOperations(space), { ...wanted, graph });
}

async function code(
  load: LoadCode,
  operations: Parameters<LoadOperations>[0],
  { stem, file, graph }: Wanted & { readonly graph: boolean },
): Promise<NetworkCode> {
  return {
    operations: await load.operations(operations, file),
    stem: await load.stem(stem),
    ...(graph ? { graphs: await load.graphs() } : {}),
  };
}
