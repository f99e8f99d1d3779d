import { z } from "zod";
import { type Locate, valuePlace } from "../../nas/genotype/genotype_edge.ts";
import { checkGenotype } from "../../nas/genotype/check_genotype.ts";
import { PUBLISHED_NAMES } from "../../nas/genotype/published.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import type { ValuePath } from "../../nas/genotype/python_value.ts";
import { namedSpace } from "../../nas/space/named_space.ts";
import { derivablePrimitives } from "../../nas/space/primitives.ts";
import { isPath, moduleParam, modulePath } from "../_declare/module_param.ts";
import { SPACE_NAMES } from "../../nas/space/edge_space.ts";
import { parseGraphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { GRAPH_SPACE_NAMES, graphSpace } from "../../nas/space/graph_space.ts";

/** Makes the check of a parameter: a parser, which locates parts of the value by `locate`. */
function parsedBy<T>(
  parse: (value: T, locate: Locate) => unknown,
  name: string,
) {
  return (value: T, context: z.RefinementCtx) => {
    if (value === undefined) return;
    let path: ValuePath = [];
    try {
      parse(value, (at) => {
        path = at;
        return valuePlace(name, at);
      });
    } catch (error) {
      context.addIssue({
        code: "custom",
        path: [...path],
        message: error instanceof Error ? error.message : String(error),
        params: { sentence: true },
      });
    }
  };
}

/** Operations of the cells that `graph` may give. */
const GRAPH_OPERATIONS = graphSpace("nasbench201").edges[0]!;

/** Parameters of the stage `genotype`: one of several ways to give an architecture. */
export const genotypeParams = z.strictObject({
  published: z.enum(PUBLISHED_NAMES).optional().describe(
    "name of a published genotype, such as sdarts-adv-c10-s5",
  ),
  python: z.string().superRefine(
    parsedBy((text) => parsePythonGenotype(text, "python"), "python"),
  ).optional().describe(
    "text as in the published repositories, in a line of a log or in JSON: Genotype(normal=[...], ...)",
  ),
  cells: z.unknown().superRefine(
    parsedBy(
      (cells, locate) =>
        checkGenotype(cells, { locate, known: derivablePrimitives() }),
      "cells",
    ),
  ).optional()
    .describe(
      "normal, normal_concat, reduce and reduce_concat, with edges as [operation, source], two a node, or [operation, source, node]; or the keys of NNI",
    ),
  graph: z.string().superRefine(
    parsedBy((text) => parseGraphCellText(text, GRAPH_OPERATIONS), "graph"),
  ).optional().describe(
    "a cell of nasbench201 as its tables write it: |nor_conv_3x3~0|+|none~0|skip_connect~1|+...",
  ),
  index: z.int().min(0).max(15_624).optional().describe(
    "a cell of nasbench201 by its index in the published tables",
  ),
  space: modulePath.optional().describe(
    "path of your own module with a space, whose operations the cells have",
  ),
  random: z.strictObject({
    space: moduleParam([...SPACE_NAMES, ...GRAPH_SPACE_NAMES]).describe(
      "search space to draw from: a name, or the path of your own module",
    ),
    seed: z.int().nonnegative().describe("seed of the draw"),
    nodes: z.int().min(1).max(8).optional().describe(
      "nodes of a cell; default: as published",
    ),
    outputs: z.int().positive().optional().describe(
      "how many of its last nodes make the output of a cell; default: all",
    ),
  }).superRefine(({ space, nodes, outputs }, context) => {
    if (isPath(space)) return;
    try {
      namedSpace(space, { nodes, outputs });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({
        code: "custom",
        message: error.message,
        params: { sentence: true },
      });
    }
  }).optional().describe(
    "an architecture drawn uniformly, as a baseline",
  ),
}).refine(
  ({ published, python, cells, graph, index, random }) =>
    [published, python, cells, graph, index, random].filter((given) =>
      given !== undefined
    ).length === 1,
  "Expected one of published, python, cells, graph, index and random",
).refine(
  ({ space, cells }) => space === undefined || cells !== undefined,
  {
    path: ["space"],
    message:
      "`space` says what the operations of `cells` compute: set cells, or put the space into random",
    params: { sentence: true },
  },
);

export type GenotypeParams = z.infer<typeof genotypeParams>;
