import { functionTrouble } from "../../common/function_trouble.ts";
import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/**
 * What keeps a user's value from being a `Regulariser`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function stop in watch but found none`; undefined where nothing does.
 */
export function regulariserTrouble(
  { name, watch, stops, takesBest }: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): string | undefined {
  const trouble = takenNameTrouble(name, taken);
  if (trouble !== undefined) return trouble;
  if (takesBest !== undefined && typeof takesBest !== "boolean") {
    return `true or false as takesBest but found ${shownValue(takesBest)}`;
  }
  if (watch !== undefined && (stops !== undefined || takesBest)) {
    return `watch, or stops and takesBest, but found watch beside ${
      stops === undefined ? "takesBest" : "stops"
    }`;
  }
  const ofStops = stops === undefined ? undefined : stopsTrouble(stops);
  if (ofStops !== undefined) return ofStops;
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
  const optional = (name: string, value: unknown) =>
    value === undefined ? undefined : functionTrouble(name, value);
  return functionTrouble("stop in watch", stop) ??
    optional("undecided in watch", undecided) ??
    (goOn &&
      (functionTrouble("weightDecay in goOn", goOn["weightDecay"]) ??
        functionTrouble("oldest in goOn", goOn["oldest"])));
}

/** What keeps a value from being an `OperationStop`. */
function stopsTrouble(stops: unknown): string | undefined {
  if (!isRecord(stops)) {
    return `a mapping stops but found ${shownValue(stops)}`;
  }
  const { window, threshold, divisor } = stops;
  if (!(Number.isInteger(window) && Number(window) > 0)) {
    return `a whole number window in stops but found ${shownValue(window)}`;
  }
  return typeof threshold !== "number"
    ? `a number threshold in stops but found ${shownValue(threshold)}`
    : divisor === undefined || typeof divisor === "number" && divisor > 0
    ? undefined
    : `a number divisor in stops above 0 but found ${shownValue(divisor)}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
