import { functionTrouble } from "../../common/function_trouble.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/**
 * What keeps a user's value from being an `AlphaLoss`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function loss but found none`; undefined where nothing does.
 */
export function alphaLossTrouble(
  { name, weight, loss }: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  return takenNameTrouble(name, taken) ??
    (weight === undefined ? undefined : functionTrouble("weight", weight)) ??
    functionTrouble("loss", loss);
}
