import { z } from "zod";

export const deriveParams = z.strictObject({
  maxSkips: z.int().nonnegative().optional().describe(
    "largest number of skip_connect in the normal cell; default: any, 2 for p-darts",
  ),
});

export type DeriveParams = z.infer<typeof deriveParams>;
