import { z } from "zod";
import { readJsonIfWhole } from "../../base/read_files.ts";

const RESULT = z.object({
  /** `stopped`: on request. */
  status: z.enum(["done", "failed", "stopped"]),
  /** Cause of a failure, in one line. */
  message: z.string(),
  /** Size in bytes of each file below the folder of outputs, for a detached job, whose outputs another machine reads. */
  files: z.record(z.string(), z.number()).exactOptional(),
});

/** Result of a stage, which its process writes last. */
export type JobResult = Readonly<z.infer<typeof RESULT>>;

/** Reads a result; `undefined` until it is written. */
export function readResult(folder: string): JobResult | undefined {
  return readJsonIfWhole(`${folder}/result.json`, RESULT);
}
