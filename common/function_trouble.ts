import { shownValue } from "./shown_value.ts";

/**
 * What is wrong with a function of a user's module, as the contract of stages has it.
 *
 * @param name Name of the function in the module.
 * @returns Words such as `a function loss but found none`; undefined for a function.
 */
export function functionTrouble(
  name: string,
  value: unknown,
): string | undefined {
  return typeof value === "function"
    ? undefined
    : `a function ${name} but found ${shownValue(value)}`;
}
