import { z } from "zod";
import { selectionParam } from "../_declare/selection_param.ts";

/** Parameters of the stage `derive`. */
export const deriveParams = z.strictObject({
  selection: selectionParam,
  maxSkips: z.int().nonnegative().optional().describe(
    "largest number of skip_connect in the normal cell; default: any, 2 for p-darts",
  ),
}).refine(
  ({ selection, maxSkips }) =>
    selection === "strength" || maxSkips === undefined,
  {
    path: ["maxSkips"],
    message: "Expected no maxSkips with a selection of your own",
  },
);

export type DeriveParams = z.infer<typeof deriveParams>;
