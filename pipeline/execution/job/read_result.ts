import { z } from "zod";
import { readJsonIfWhole } from "../../base/read_files.ts";
import type { JobResult } from "./job_result.ts";

const RESULT = z.object({
  status: z.enum(["done", "failed", "stopped"]),
  message: z.string(),
  files: z.record(z.string(), z.number()).optional(),
});

/** Reads a result; `undefined` until it is written. */
export function readResult(folder: string): JobResult | undefined {
  return readJsonIfWhole<JobResult>(`${folder}/result.json`, RESULT);
}
