import { z } from "zod";
import { drawParams, threads } from "../_declare/common_params.ts";

/** Parameters of the stage `discretise`. */
export const discretiseParams = z.strictObject({
  ...drawParams(4),
  threads,
});

/** Parsed parameters of the stage `discretise`. */
export type DiscretiseParams = z.infer<typeof discretiseParams>;
