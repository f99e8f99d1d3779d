import { PipelineError } from "./pipeline_error.ts";

/** True for the error of a full disk or an exhausted quota. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  return code === "ENOSPC" || code === "EDQUOT" ||
    /\bos error (?:28|122)\b/.test(error.message);
}

/**
 * Runs a write and turns a full disk into one clear line.
 *
 * @param what Name of the target in the message, such as a path with its size.
 */
export function writing<T>(what: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw isDiskFull(error) ? diskFullError(what, error) : error;
  }
}

/** The error for something that cannot be written as the disk is full. */
export function diskFullError(what: string, cause: unknown): PipelineError {
  const message = `Cannot write ${what}: no space left on the disk (ENOSPC)`;
  return new PipelineError("failed", message, { cause });
}
