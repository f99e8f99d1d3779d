import { z } from "zod";
import { PUBLISHED_RECURRENT } from "../../nas/recurrent/published_recurrent.ts";
import { recurrentGenotype } from "../_language/recurrent_cell_schema.ts";

const NAMES = Object.keys(PUBLISHED_RECURRENT) as [
  keyof typeof PUBLISHED_RECURRENT,
];

/** Parameters of the stage `genotype_text`: one of several ways to give a recurrent cell. */
export const genotypeTextParams = z.strictObject({
  published: z.enum(NAMES).optional().describe("name of a published cell"),
  cell: recurrentGenotype.optional().describe(
    "recurrent: [activation, source] of each node, where source 0 is the state of input and hidden state; concat: the nodes whose mean is the output",
  ),
}).refine(
  ({ published, cell }) => (published === undefined) !== (cell === undefined),
  "Expected one of published and cell",
);

export type GenotypeTextParams = z.infer<typeof genotypeTextParams>;
