import { functionTrouble } from "../../common/function_trouble.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/**
 * What keeps a user's value from being an `AuxiliarySkip`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function factor but found none`; undefined where nothing does.
 */
export function auxiliarySkipTrouble(
  { name, factor }: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  return takenNameTrouble(name, taken) ?? functionTrouble("factor", factor);
}
