/**
 * Kind of a failure that the user can understand without a stack trace: `failed`: a stage or a command; `usage`: the
 * pipeline file, a parameter or the command line is wrong; `locked`: another process holds a lock and `--no-wait` was
 * given; `damaged`: a blob does not hold the content that its name says.
 */
export type FailureKind = "failed" | "usage" | "locked" | "damaged";

/** An error that the command line shows as lines without a stack trace, with an exit code for its kind. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  readonly kind: FailureKind;

  /**
   * @param message One line, or one line for each problem.
   * @param options Cause of the error.
   */
  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The error for a pipeline file, a parameter or a command line that is wrong. */
export function usageError(message: string): PipelineError {
  return new PipelineError("usage", message);
}
