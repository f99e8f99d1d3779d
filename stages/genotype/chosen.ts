import type { Genotype } from "../../nas/genotype/genotype.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import type { SpacePart } from "../../nas/operations/space_part.ts";
import {
  type SearchSpace,
  searchSpace,
  type SpaceName,
} from "../../nas/space/edge_space.ts";
import { ownSpace } from "../../nas/space/own_space.ts";
import type { LoadedParts } from "../../pipeline/stage.ts";
import type { GenotypeParams } from "./params.ts";

/** An architecture and the space that it is from, `own` where nobody says; or how to draw one. */
export type ChosenGenotype =
  | { readonly space: string; readonly genotype: Genotype }
  | { readonly draw: SearchSpace; readonly seed: number };

/**
 * The architecture that parameters choose.
 *
 * @param loaded What users' modules export, by role.
 */
export function chosenGenotype(
  { published, python, cells, random }: GenotypeParams,
  loaded: LoadedParts = {},
): ChosenGenotype {
  if (published !== undefined) return publishedGenotype(published);
  if (random !== undefined) {
    const draw = loaded.space === undefined
      ? searchSpace(random.space as SpaceName)
      : ownSpace(loaded.space as SpacePart);
    return { draw, seed: random.seed };
  }
  const genotype = python === undefined
    ? parseGenotype(cells, "cells")
    : parsePythonGenotype(python, "python");
  return {
    space: (loaded.space as SpacePart | undefined)?.name ?? "own",
    genotype,
  };
}
