import { z } from "zod";

export const reportParams = z.strictObject({
  title: z.string().min(1).default("Architecture search report"),
});

export type ReportParams = z.output<typeof reportParams>;
