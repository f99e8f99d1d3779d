import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import {
  drawParams,
  drawResources,
  threads,
} from "../_declare/_common_params.ts";
import { tensorflowToolchain } from "../_declare/tensorflow.ts";

/** Parameters of the stage `discretise`. */
export const discretiseParams = z.strictObject({
  ...drawParams(4),
  threads,
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
  resources: drawResources,
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runDiscretiseStage } = await import("./run.ts");
    await runDiscretiseStage(context);
  },
});
