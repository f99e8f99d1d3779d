import { z } from "zod";
import { selectionParam } from "../_declare/selection_param.ts";

/** Parameters of the stage `derive`. */
export const deriveParams = z.strictObject({
  selection: selectionParam,
  maxSkips: z.int().nonnegative().optional().describe(
    "largest number of skip_connect in the normal cell; default: any, 2 for p-darts",
  ),
}).refine(
  ({ selection = "strength", maxSkips }) =>
    selection === "strength" || maxSkips === undefined,
  {
    path: ["maxSkips"],
    message: "Expected no maxSkips but with the selection strength",
  },
);

export type DeriveParams = z.infer<typeof deriveParams>;
