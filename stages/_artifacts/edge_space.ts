import { z } from "zod";
import { RELAXATIONS } from "../../nas/space/edge_space.ts";
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

/** A space of edges in a file. Any operation may be in it: whoever builds the network has the operations. */
export const edgeSpace = z.object({
  name: z.string(),
  nodes: z.int().positive(),
  normal: edges,
  reduce: edges,
  relaxation: z.enum(RELAXATIONS).optional(),
  operations: z.record(
    operation,
    z.object({
      parameterFree: z.boolean().optional(),
      addsNothing: z.boolean().optional(),
    }),
  ).optional(),
});
