/**
 * A hint for a stage that failed because memory ran out: what its declaration says that needs less.
 *
 * @param message Cause of the failure.
 * @param resources Those of its instance.
 * @returns The hint, or an empty text.
 */
export function memoryHint(
  message: string,
  { advice }: { readonly advice: string },
): string {
  return advice !== "" && /\bout of memory\b/i.test(message)
    ? `; ${advice}`
    : "";
}
