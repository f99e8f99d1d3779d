import { z } from "zod";
import { ACTIVATION_NAMES } from "../../nas/recurrent/recurrent_space.ts";

/** Schema of a recurrent cell: the source of a node is state 0 or a node before it, and the output has nodes. */
export const recurrentGenotype = z.strictObject({
  recurrent: z.array(
    z.tuple([z.enum(ACTIVATION_NAMES), z.int().nonnegative()]),
  ).min(1),
  concat: z.array(z.int().positive()).min(1),
}).superRefine(({ recurrent, concat }, context) => {
  recurrent.forEach(([, source], node) => {
    if (source <= node) return;
    context.addIssue({
      code: "custom",
      path: ["recurrent", node, 1],
      message: `Expected a source from 0 to ${node} but found ${source}`,
    });
  });
  concat.forEach((node, at) => {
    if (node <= recurrent.length) return;
    context.addIssue({
      code: "custom",
      path: ["concat", at],
      message:
        `Expected a node from 1 to ${recurrent.length} but found ${node}`,
    });
  });
});
