/**
 * What keeps a user's value from being a `Perturbation`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function prepare but found a number`; undefined where nothing does.
 */
export function perturbationTrouble(
  { name, prepare, cost }: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  if (taken.includes(String(name))) {
    return `a name of its own but found ${name}, a built-in one`;
  }
  if (typeof prepare !== "function") {
    return `a function prepare but found ${
      prepare === undefined ? "none" : `a value of type ${typeof prepare}`
    }`;
  }
  return cost === undefined ||
      typeof cost === "number" && Number.isFinite(cost) && cost >= 0
    ? undefined
    : `a cost of 0 or more but found ${cost}`;
}
