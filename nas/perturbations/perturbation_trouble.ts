import { functionTrouble } from "../../common/function_trouble.ts";
import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/**
 * What keeps a user's value from being a `Perturbation`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function prepare but found 3`; undefined where nothing does.
 */
export function perturbationTrouble(
  { name, prepare, cost, offSimplex }: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  const trouble = takenNameTrouble(name, taken) ??
    functionTrouble("prepare", prepare);
  if (trouble !== undefined) return trouble;
  if (offSimplex !== undefined && typeof offSimplex !== "boolean") {
    return `offSimplex true or false, or none, but found ${
      shownValue(offSimplex)
    }`;
  }
  return cost === undefined ||
      typeof cost === "number" && Number.isFinite(cost) && cost >= 0
    ? undefined
    : `a cost of 0 or more but found ${shownValue(cost)}`;
}
