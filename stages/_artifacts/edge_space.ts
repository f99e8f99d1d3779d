import { z } from "zod";
import { CELL_KINDS, EDGE_MIXTURES } from "../../nas/space/edge_space.ts";
import { isOperationName } from "../../nas/space/operation_traits.ts";

const operation = z.string().refine(
  isOperationName,
  "Expected the name of an operation",
);
const edges = z.array(
  z.array(operation).refine(
    (candidates) => candidates.some((name) => name !== "none"),
    "Expected an operation other than none",
  ),
).min(1);

const traits = z.record(
  operation,
  z.object({
    parameterFree: z.boolean().optional(),
    addsNothing: z.boolean().optional(),
  }),
).optional();

/** A space of graph cells in a file, likewise. */
export const graphCells = z.object({
  name: z.string(),
  edges: edges.refine(
    (all) =>
      Number.isInteger(Math.sqrt(1 + 8 * all.length)) &&
      all.every((one) => one.length === all[0]!.length),
    "Expected an edge from every node to each later one, with as many operations on each",
  ),
  operations: traits,
});

/** A space of edges in a file. Any operation may be in it: whoever builds the network has the operations. */
export const edgeSpace = z.preprocess(
  withMixture,
  z.object({
    name: z.string(),
    nodes: z.int().positive(),
    normal: edges,
    reduce: edges,
    mixture: z.enum(EDGE_MIXTURES).optional(),
    operations: traits,
    outputs: z.int().positive().optional(),
    auxiliarySkips: z.boolean().optional(),
    kinds: z.array(z.enum(CELL_KINDS)).min(1).optional(),
  }),
);

/** Older files name the mixture `relaxation`. */
function withMixture(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { relaxation, ...rest } = value as Record<string, unknown>;
  return relaxation === undefined ? value : { ...rest, mixture: relaxation };
}
