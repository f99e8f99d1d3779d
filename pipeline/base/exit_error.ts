/** Exit codes of the command line. */
export const EXIT = {
  /** Everything is done. */
  done: 0,
  /** A stage failed. */
  failed: 1,
  /** The pipeline file, a parameter or the command line is wrong. */
  usage: 2,
  /** Another process holds the lock and `--no-wait` was given. */
  locked: 3,
  /** A blob of the cache does not hold what its name says. */
  damaged: 4,
  /** Ended by Ctrl-C. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

/** An error that ends the program with a chosen exit code and is shown as lines without a stack trace. */
export class ExitError extends Error {
  override readonly name = "ExitError";
  /** Exit code of the process, one of {@linkcode EXIT}. */
  readonly code: number;

  /**
   * @param code Exit code.
   * @param message One line, or one line for each problem.
   * @param options Cause of the error.
   */
  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
