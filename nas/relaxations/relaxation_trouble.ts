import { functionTrouble } from "../../common/function_trouble.ts";
import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/**
 * What keeps a user's value from being a `Relaxation`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function weights but found none`; undefined where nothing does.
 */
export function relaxationTrouble(
  value: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  const { name, weights, row, simplex, shiftInvariant, initial } = value;
  const trouble = takenNameTrouble(name, taken) ??
    functionTrouble("weights", weights) ?? functionTrouble("row", row);
  if (trouble !== undefined) return trouble;
  if (typeof simplex !== "boolean") {
    return `simplex true or false but found ${shownValue(simplex)}`;
  }
  if (shiftInvariant !== undefined && typeof shiftInvariant !== "boolean") {
    return `shiftInvariant true or false, or none, but found ${
      shownValue(shiftInvariant)
    }`;
  }
  return initial === undefined || Number.isFinite(initial)
    ? undefined
    : `a number initial, or none, but found ${shownValue(initial)}`;
}
