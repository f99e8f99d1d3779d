/** Thrown by every assertion of this package. */
export class AssertionError extends Error {
  /**
   * Makes the error.
   *
   * @param message What was expected and what was found.
   * @param options Options of `Error`, such as its cause.
   */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** Appends the caller's own message, where there is one. */
export function withNote(text: string, note: string | undefined): string {
  return note === undefined ? text : `${text}: ${note}`;
}
