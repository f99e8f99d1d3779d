/** Cause of a {@linkcode LibraryError}. */
export type LibraryFailure =
  | "path"
  | "platform"
  | "python"
  | "network"
  | "offline"
  | "hash"
  | "space"
  | "write"
  | "damaged";

/** libtensorflow could not be found, downloaded or stored; `message` is one line for the user. */
export class LibraryError extends Error {
  override readonly name = "LibraryError";
  /** Cause, for callers that fall back to another source. */
  readonly failure: LibraryFailure;

  /** Takes a message of one line. */
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
 * Converts an error of the file system to a {@linkcode LibraryError} that names the place; a full disk has its own
 * `failure`.
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

/** Writes at a place; an error is that of {@linkcode describeWriteError}. */
export async function describingErrors<T>(
  place: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw describeWriteError(error, place);
  }
}
