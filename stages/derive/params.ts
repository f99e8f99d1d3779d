import { z } from "zod";

/** Parameters of the stage `derive`. */
export const deriveParams = z.strictObject({
  maxSkips: z.int().nonnegative().optional().describe(
    "largest number of skip_connect in the normal cell; default: any, 2 for p-darts",
  ),
});

/** Parsed parameters of the stage `derive`. */
export type DeriveParams = z.infer<typeof deriveParams>;
