import type { AnyGenotype } from "../../nas/genotype/any_genotype.ts";
import { parseGraphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { ofTableIndex } from "../../nas/graph_cells/table_order.ts";
import { type GraphSpace, graphSpace } from "../../nas/space/graph_space.ts";
import { namedSpace } from "../../nas/space/named_space.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import type { SpacePart } from "../../nas/operations/space_part.ts";
import { type SearchSpace, withOutputs } from "../../nas/space/edge_space.ts";
import { ownSpace } from "../../nas/space/own_space.ts";
import type { LoadedParts } from "../../pipeline/stage.ts";
import type { GenotypeParams } from "./params.ts";

/** An architecture and the space that it is from, `own` where nobody says; or how to draw one. */
export type ChosenGenotype =
  | { readonly space: string; readonly genotype: AnyGenotype }
  | { readonly draw: SearchSpace | GraphSpace; readonly seed: number };

/**
 * The architecture that parameters choose.
 *
 * @param loaded What users' modules export, by role.
 */
export function chosenGenotype(
  { published, python, cells, graph, index, random }: GenotypeParams,
  loaded: LoadedParts = {},
): ChosenGenotype {
  if (published !== undefined) return publishedGenotype(published);
  const graphs = graphSpace("nasbench201");
  if (graph !== undefined || index !== undefined) {
    return {
      space: graphs.name,
      genotype: graph === undefined
        ? ofTableIndex(graphs, index!)
        : parseGraphCellText(graph, graphs.edges[0]!),
    };
  }
  if (random !== undefined) {
    const { space, seed, ...sizes } = random;
    const draw = loaded.space === undefined
      ? namedSpace(space, sizes) as SearchSpace | GraphSpace
      : withOutputs(ownSpace(loaded.space as SpacePart), sizes.outputs);
    return { draw, seed };
  }
  const genotype = python === undefined
    ? parseGenotype(cells, "cells")
    : parsePythonGenotype(python, "python");
  return {
    space: (loaded.space as SpacePart | undefined)?.name ?? "own",
    genotype,
  };
}
