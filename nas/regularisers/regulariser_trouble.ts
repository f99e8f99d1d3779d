import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/**
 * What keeps a user's value from being a `Regulariser`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function stop in watch but found none`; undefined where nothing does.
 */
export function regulariserTrouble(
  { name, watch }: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  const trouble = takenNameTrouble(name, taken);
  if (trouble !== undefined) return trouble;
  if (watch === undefined) return undefined;
  if (!isRecord(watch)) {
    return `a mapping watch but found ${shownValue(watch)}`;
  }
  const { every, stop, undecided, goOn } = watch;
  if (!(Number.isInteger(every) && Number(every) > 0)) {
    return `a whole number every in watch but found ${shownValue(every)}`;
  }
  if (goOn !== undefined && !isRecord(goOn)) {
    return `a mapping goOn in watch but found ${shownValue(goOn)}`;
  }
  const functions = [
    ["stop in watch", stop],
    ...(undecided === undefined ? [] : [["undecided in watch", undecided]]),
    ...(goOn === undefined ? [] : [
      ["weightDecay in goOn", goOn.weightDecay],
      ["oldest in goOn", goOn.oldest],
    ]),
  ] as const;
  const wrong = functions.find(([, value]) => typeof value !== "function");
  return wrong && `a function ${wrong[0]} but found ${shownValue(wrong[1])}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
