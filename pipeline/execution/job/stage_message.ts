import { ifPossible } from "../../../common/if_possible.ts";
import type { Progress, StepMetrics } from "../../stage.ts";

/** One line from a stage process. */
export type StageMessage =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "log"; readonly line: string }
  | { readonly type: "measure"; readonly name: string; readonly value: number }
  | { readonly type: "done" }
  | { readonly type: "stopped" }
  | { readonly type: "failed"; readonly message: string };

/**
 * Reads the text of a message.
 *
 * A stage is the work of somebody else: only fields of the right types are taken over, and text that is no message
 * gives `undefined`.
 */
export function parseMessage(text: string): StageMessage | undefined {
  const found: unknown = ifPossible(() => JSON.parse(text));
  if (!isRecord(found)) return undefined;
  const { type, line, message, name, value } = found;
  switch (type) {
    case "done":
    case "stopped":
      return { type };
    case "log":
      return isText(line) ? { type, line } : undefined;
    case "failed":
      return isText(message) ? { type, message } : undefined;
    case "measure":
      return isText(name) && isNumber(value)
        ? { type, name, value }
        : undefined;
    case "progress": {
      const progress = parseProgress(found.progress);
      return progress && { type, progress };
    }
  }
  return undefined;
}

function parseProgress(found: unknown): Progress | undefined {
  if (!isRecord(found)) return undefined;
  const { done, total, unit, note } = found;
  if (!isNumber(done) || !isNumber(total) || !isText(unit)) return undefined;
  const metrics = parseMetrics(found.metrics);
  return {
    done,
    total,
    unit,
    ...(isText(note) ? { note } : {}),
    ...(metrics === undefined ? {} : { metrics }),
  };
}

function parseMetrics(found: unknown): StepMetrics | undefined {
  if (!isRecord(found) || !isNumber(found.step) || !isRecord(found.values)) {
    return undefined;
  }
  const values = Object.entries(found.values)
    .filter((entry): entry is [string, number] => isNumber(entry[1]));
  return { step: found.step, values: Object.fromEntries(values) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
