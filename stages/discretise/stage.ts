import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import { tensorflowToolchain } from "../_tensorflow.ts";

/** Parameters of the stage `discretise`. */
export const discretiseParams = z.strictObject({
  batches: z.int().positive().default(4).describe(
    "batches of validation images, drawn without overlap",
  ),
  batch: z.int().min(2).default(128).describe("images a batch"),
  seed: z.int().nonnegative().default(0).describe(
    "seed of the drawn images: the same for all runs that are compared",
  ),
  threads: z.int().min(1).max(64).default(1).describe(
    "operations at once; does not change the numbers",
  ),
});

/** Parsed parameters of the stage `discretise`. */
export type DiscretiseParams = z.infer<typeof discretiseParams>;

/** Stage that measures what a supernet loses when its mixture becomes the derived architecture. */
export default defineStage<DiscretiseParams>({
  name: "discretise",
  description:
    "measures what the supernet loses when its mixture becomes the derived architecture",
  params: discretiseParams,
  inputs: {
    data: { kind: "dataset" },
    search: { kind: "supernet" },
    genotype: { kind: "genotype" },
  },
  outputs: {
    discretisation: { kind: "discretisation", path: "discretisation.json" },
  },
  resources: ({ threads, batch }) => ({
    cpus: threads,
    memory: 700 + 20 * batch,
  }),
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runDiscretiseStage } = await import("./run_discretise_stage.ts");
    await runDiscretiseStage(context);
  },
});
