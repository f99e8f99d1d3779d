/**
 * What keeps a user's value from being an `AlphaLoss`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function loss but found none`; undefined where nothing does.
 */
export function alphaLossTrouble(
  { name, loss }: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  if (taken.includes(String(name))) {
    return `a name of its own but found ${name}, a built-in one`;
  }
  return typeof loss === "function"
    ? undefined
    : `a function loss but found ${
      loss === undefined ? "none" : `a value of type ${typeof loss}`
    }`;
}
