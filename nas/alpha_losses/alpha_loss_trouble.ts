import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

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
  const trouble = takenNameTrouble(name, taken);
  if (trouble !== undefined) return trouble;
  return typeof loss === "function"
    ? undefined
    : `a function loss but found ${shownValue(loss)}`;
}
