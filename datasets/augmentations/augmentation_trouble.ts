import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";
import { AUGMENTATION_NAMES, KEPT_PLACES } from "./augmentation_modules.ts";

/** Functions of an augmentation. */
const FUNCTIONS = ["region", "pixels", "place", "values"];

/**
 * What keeps a user's value from being an `Augmentation`, as the contract of stages has it.
 *
 * @returns What is wrong, to follow "Expected `augmentation` of ./mine.ts to have"; undefined where nothing is.
 */
export function augmentationTrouble(
  value: Readonly<Record<string, unknown>>,
): string | undefined {
  const { name, stream, layout } = value;
  const trouble = takenNameTrouble(name, [
    ...AUGMENTATION_NAMES,
    ...Object.keys(KEPT_PLACES),
  ]);
  if (trouble !== undefined) return trouble;
  const given = FUNCTIONS.filter((key) => value[key] !== undefined);
  const wrong = given.find((key) => typeof value[key] !== "function");
  if (wrong !== undefined) {
    return `a function ${wrong}, or none, but found ${
      shownValue(value[wrong])
    }`;
  }
  if (given.length === 0) {
    return `a function region, pixels, place or values but found ${
      shownValue(Object.keys(value).filter((key) => key !== "name"))
    }`;
  }
  if (stream !== undefined && stream !== "shared") {
    return `stream: shared, or none, but found ${shownValue(stream)}`;
  }
  return layout === undefined || layout === "free"
    ? undefined
    : `layout: free, or none, but found ${shownValue(layout)}`;
}
