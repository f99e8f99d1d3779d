/**
 * What is wrong with the name of a user's module, as the contract of stages has it.
 *
 * @param taken Names of the built-in ones.
 * @returns Words such as `a name of its own but found random, a built-in one`; undefined for a free name.
 */
export function takenNameTrouble(
  name: unknown,
  taken: readonly string[],
): string | undefined {
  return taken.includes(String(name))
    ? `a name of its own but found ${name}, a built-in one`
    : undefined;
}
