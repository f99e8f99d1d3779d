import { z } from "zod";

/** Parameters of the stage `report`. */
export const reportParams = z.strictObject({
  title: z.string().min(1).default("Architecture search report"),
});

/** Parsed parameters of the stage `report`. */
export type ReportParams = z.output<typeof reportParams>;
