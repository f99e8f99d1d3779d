import { functionTrouble } from "../../common/function_trouble.ts";
import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/**
 * What keeps a user's value from being a `Sampling`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function weights but found none`; undefined where nothing does.
 */
export function samplingTrouble(
  { name, weights, noise, perAlpha, undrawn, architecture }: Readonly<
    Record<string, unknown>
  >,
  taken: readonly string[],
): string | undefined {
  const trouble = takenNameTrouble(name, taken) ??
    (architecture === undefined
      ? functionTrouble("weights", weights)
      : weights === undefined
      ? functionTrouble("architecture", architecture)
      : "weights or an architecture but found both");
  if (trouble !== undefined) return trouble;
  if (noise !== undefined && typeof noise !== "function") {
    return `a function noise, or none, but found ${shownValue(noise)}`;
  }
  if (
    perAlpha !== undefined &&
    !(Number.isInteger(perAlpha) && (perAlpha as number) > 0)
  ) {
    return `an integer perAlpha from 1, or none, but found ${
      shownValue(perAlpha)
    }`;
  }
  return undrawn === undefined || undrawn === "node" || undrawn === "none"
    ? undefined
    : `undrawn node or none, or neither, but found ${shownValue(undrawn)}`;
}
