/** Why libtensorflow could not be had. */
export type LibraryFailure =
  | "path"
  | "platform"
  | "python"
  | "network"
  | "hash"
  | "space"
  | "write"
  | "damaged";

/** libtensorflow could not be found, fetched or stored; `message` is one line for the user. */
export class LibraryError extends Error {
  /** Always `LibraryError`. */
  override readonly name = "LibraryError";
  /** What went wrong, for callers that fall back to another source. */
  readonly failure: LibraryFailure;

  /** An error with a one-line message. */
  constructor(
    failure: LibraryFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.failure = failure;
  }
}

/**
 * Turns an error of the file system into a {@linkcode LibraryError} that names
 * the place: a full disk is told apart from everything else.
 */
export function describeWriteError(
  error: unknown,
  place: string,
): LibraryError {
  if (error instanceof LibraryError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  if (
    code === "ENOSPC" || code === "EDQUOT" ||
    /os error (28|122)\b|No space left|quota exceeded/i.test(text)
  ) {
    return new LibraryError(
      "space",
      `Cannot write ${place}: no space left on the device; free some space or set XDG_CACHE_HOME to a larger disk`,
      { cause: error },
    );
  }
  return new LibraryError("write", `Cannot write ${place}: ${text}`, {
    cause: error,
  });
}
