import { chosenOperations } from "../../nas/genotype/any_genotype.ts";
import { isGraphGenotype } from "../../nas/genotype/graph_genotype.ts";
import { GRAPH_NETWORKS } from "../../nas/graph_cells/graph_modules.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import { OPERATION_MODULES } from "../../nas/operations/operation_modules.ts";
import type { AnySpace } from "../../nas/space/any_space.ts";
import { candidateOperations } from "../../nas/space/candidate_operations.ts";
import {
  type ChosenOperations,
  traitsOf,
} from "../../nas/space/operation_traits.ts";
import type { Complaint } from "../../pipeline/stage.ts";
import type {
  GenotypeFacts,
  NetworkFacts,
  OwnSpaceFacts,
  SearchFacts,
} from "./facts.ts";
import { allRelaxationParts, relaxationParts } from "./method_param.ts";
import { allStemParts, knownStemParts } from "./stem_param.ts";

/** Modules by role. */
type Parts = Readonly<Record<string, string>>;

/** Modules of built-in operations, as roles `operation/<name>`; other names are left out. */
export function operationParts(names: Iterable<string>): Parts {
  const modules: Parts = OPERATION_MODULES;
  return Object.fromEntries(
    [...new Set(names)].filter((name) => Object.hasOwn(modules, name))
      .sort().map((name) => [`operation/${name}`, modules[name]!]),
  );
}

/**
 * Module of the networks of graph cells. It counts to the operations: whoever knows the space or the genotype knows both.
 */
const GRAPH_PARTS: Parts = { "operation/graphs": GRAPH_NETWORKS };

/** Modules of the operations of a space and, for graph cells, of their networks. */
export function spaceParts(space: AnySpace): Parts {
  return {
    ...operationParts(candidateOperations(space).names),
    ...(isGraphSpace(space) ? GRAPH_PARTS : {}),
  };
}

/**
 * Modules of all built-in operations and of the networks of graph cells, for a stage whose inputs tell which of them it
 * needs.
 */
export function allOperationParts(): Parts {
  return { ...operationParts(Object.keys(OPERATION_MODULES)), ...GRAPH_PARTS };
}

/** The same with all built-in stems. */
export function allNetworkParts(): Parts {
  return { ...allOperationParts(), ...allStemParts() };
}

/** The same with all built-in relaxations, for a stage that mixes operations by alphas. */
export function allSupernetParts(): Parts {
  return { ...allNetworkParts(), ...allRelaxationParts() };
}

/** Modules of the operations, the stem and the relaxation of a supernet: all built-in ones where nothing is known of it. */
export function supernetParts(search: SearchFacts | undefined): Parts {
  return search === undefined ? allSupernetParts() : {
    ...relaxationParts(search),
    ...chosenParts(
      candidateOperations(search.space),
      search.own,
      isGraphSpace(search.space),
    ),
    ...knownStemParts(search.stem),
  };
}

/** Modules of the operations and the stem of a network, likewise. */
export function networkParts(network: NetworkFacts | undefined): Parts {
  return {
    ...genotypeParts(network?.genotype),
    ...(network === undefined ? allStemParts() : knownStemParts(network.stem)),
  };
}

/** Modules of the operations of a genotype: those of its space, or all built-in ones, where no more is known. */
export function genotypeParts(genotype: GenotypeFacts | undefined): Parts {
  if (genotype === undefined) return allOperationParts();
  const chosen = "genotype" in genotype
    ? chosenOperations(genotype.genotype)
    : candidateOperations(genotype.space);
  return chosenParts(chosen, genotype.own, isGraphFacts(genotype));
}

/** True where a genotype is known to be of graph cells. */
export function isGraphFacts(genotype: GenotypeFacts | undefined): boolean {
  return genotype !== undefined &&
    ("genotype" in genotype
      ? isGraphGenotype(genotype.genotype)
      : isGraphSpace(genotype.space));
}

/**
 * Complains of a genotype with an operation that is not built in, where no space says what it computes.
 *
 * @param path Parameter with the genotype; default: it is an input.
 */
export function operationComplaints(
  genotype: GenotypeFacts | undefined,
  path?: readonly string[],
): Complaint[] {
  if (genotype === undefined || !("genotype" in genotype)) return [];
  const { names, own, placeOf } = chosenOperations(genotype.genotype);
  const computed = genotype.own?.space.operations ?? {};
  const name = names.find((name) =>
    traitsOf(name, own) !== undefined && !Object.hasOwn(computed, name)
  );
  if (name === undefined) return [];
  return path !== undefined
    ? [{
      path,
      message:
        `Expected operations of the space ${genotype.own?.space.name} but found ${name} for ${
          placeOf(name)
        }`,
    }]
    : [{
      input: "genotype",
      message:
        `Expected built-in operations, or the module with ${name} as space of the genotype, but found ${name} for ${
          placeOf(name)
        } of a genotype that was written by hand`,
    }];
}

/** Modules of operations, with that of the user's space, as role `space`, where some are in it. */
function chosenParts(
  { names, own }: ChosenOperations,
  space: OwnSpaceFacts | undefined,
  isGraph: boolean,
): Parts {
  return {
    ...(own === undefined || space === undefined
      ? {}
      : { space: space.module }),
    ...operationParts(names),
    ...(isGraph ? GRAPH_PARTS : {}),
  };
}
