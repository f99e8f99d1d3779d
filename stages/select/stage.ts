import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

/** Parameters of the stage `select`. */
export const selectParams = z.strictObject({
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({}).describe(
      "coordinates that candidates share, such as { space: $space }; the stage fans out over the axes named here",
    ),
});

/** Parsed parameters of the stage `select`. */
export type SelectParams = z.infer<typeof selectParams>;

/** Stage that takes the best of several searches by images that are not for testing. */
export default defineStage<SelectParams>({
  name: "select",
  description:
    "takes the genotype of several searches that validates best after a short retrain",
  params: selectParams,
  inputs: {
    genotypes: { kind: "genotype", many: true },
    validations: { kind: "validation", many: true },
  },
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json" },
    selection: { kind: "selection", path: "selection.json" },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  run: async (context) => {
    const { selectGenotype } = await import("./run.ts");
    await selectGenotype(context);
  },
});
