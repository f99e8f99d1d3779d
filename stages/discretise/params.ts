import { z } from "zod";
import { drawParams, threads } from "../_declare/common_params.ts";

export const discretiseParams = z.strictObject({
  ...drawParams(4),
  threads,
});

export type DiscretiseParams = z.infer<typeof discretiseParams>;
