import { z } from "zod";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { PUBLISHED_NAMES } from "../../nas/genotype/published.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { SPACE_NAMES } from "../../nas/space/edge_space.ts";

/** Message of the error that a parser throws; undefined if it throws none. */
function complaint(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Parameters of the stage `genotype`: one of four ways to give an architecture. */
export const genotypeParams = z.strictObject({
  published: z.enum(PUBLISHED_NAMES).optional().describe(
    "name of a published genotype, such as sdarts-adv-c10-s5",
  ),
  python: z.string().superRefine((text, context) => {
    const message = complaint(() => parsePythonGenotype(text));
    if (message !== undefined) context.addIssue({ code: "custom", message });
  }).optional().describe(
    "Python text as in the published repositories: Genotype(normal=[...], ...)",
  ),
  cells: z.unknown().superRefine((value, context) => {
    if (value === undefined) return;
    const message = complaint(() => parseGenotype(value));
    if (message !== undefined) context.addIssue({ code: "custom", message });
  }).optional().describe(
    "normal, normal_concat, reduce and reduce_concat, with edges as [operation, source]",
  ),
  random: z.strictObject({
    space: z.enum(SPACE_NAMES).describe("search space to draw from"),
    seed: z.int().nonnegative().describe("seed of the draw"),
  }).optional().describe(
    "an architecture drawn uniformly, as a baseline",
  ),
}).refine(
  ({ published, python, cells, random }) =>
    [published, python, cells, random].filter((given) => given !== undefined)
      .length === 1,
  "Expected one of published, python, cells and random",
);

export type GenotypeParams = z.infer<typeof genotypeParams>;
