import { z } from "zod";

export const selectParams = z.strictObject({
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({}).describe(
      "coordinates that candidates share, such as { space: $space }; the stage fans out over the axes named here",
    ),
});

export type SelectParams = z.infer<typeof selectParams>;
