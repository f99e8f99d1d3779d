import { ifPossible } from "../../../common/if_possible.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { appendLine } from "../../cache/store/append_line.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import type { StepMetrics } from "../../stage.ts";

/** Measures of a step, and when they came. */
export interface CurvePoint extends StepMetrics {
  /** Milliseconds since 1970; earlier versions wrote none. */
  readonly time?: number;
}

/** Path of the curve of an action. */
export function curvePath(folders: CacheFolders, key: string): string {
  return `${folders.curves}/${key}.jsonl`;
}

/** Appends the measures of a step in a single write, so that a reader sees whole lines, but perhaps for the last. */
export function appendCurve(
  folders: CacheFolders,
  key: string,
  metrics: CurvePoint,
): void {
  Deno.mkdirSync(folders.curves, { recursive: true });
  appendLine(curvePath(folders, key), JSON.stringify(metrics));
}

/**
 * Reads the curve of an action.
 *
 * A step that is measured again, because the work resumed from a checkpoint or started again, replaces the earlier one
 * and all after it. Values that are no numbers become `NaN`.
 *
 * @returns Steps in order; none for an action without reports.
 */
export function readCurve(folders: CacheFolders, key: string): CurvePoint[] {
  const steps: CurvePoint[] = [];
  const text = readTextIfThere(curvePath(folders, key)) ?? "";
  for (const line of text.split("\n")) {
    const found = parseStep(line);
    if (found === undefined) continue;
    while ((steps.at(-1)?.step ?? -1) >= found.step) steps.pop();
    steps.push(found);
  }
  return steps;
}

function parseStep(line: string): CurvePoint | undefined {
  // Not from a torn line, or one that is still being written.
  return ifPossible(() => {
    const { step, values, time } = JSON.parse(line) as CurvePoint;
    if (!(Number.isSafeInteger(step) && step >= 0)) return undefined;
    const numbers = Object.entries(values).map(([name, value]) =>
      [name, typeof value === "number" ? value : NaN] as const
    );
    return {
      step,
      values: Object.fromEntries(numbers),
      ...(Number.isFinite(time) ? { time } : {}),
    };
  });
}
