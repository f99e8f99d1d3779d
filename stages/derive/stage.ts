import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

/** Parameters of the stage `derive`. */
export const deriveParams = z.strictObject({
  maxSkips: z.int().nonnegative().optional().describe(
    "largest number of skip_connect in the normal cell; default: any, 2 for p-darts",
  ),
});

/** Parsed parameters of the stage `derive`. */
export type DeriveParams = z.infer<typeof deriveParams>;

/** Stage that turns the alphas of a search into the architecture to retrain. */
export default defineStage<DeriveParams>({
  name: "derive",
  description:
    "derives the genotype after the last epoch, and after every epoch before",
  params: deriveParams,
  inputs: { search: { kind: "alphas" } },
  outputs: {
    genotype: { kind: "genotype", path: "genotype.json" },
    trajectory: { kind: "genotype-trajectory", path: "trajectory.json" },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  run: async (context) => {
    const { derive } = await import("./run.ts");
    await derive(context);
  },
});
