import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import type { StepMetrics } from "../../stage.ts";

/** Path of what an unfinished action has measured so far. */
export function curvePath(folders: CacheFolders, key: string): string {
  return `${folders.curves}/${key}.jsonl`;
}

/** Appends what was measured at a step; a single write, so that a reader sees whole lines but the last. */
export function appendCurve(
  folders: CacheFolders,
  key: string,
  metrics: StepMetrics,
): void {
  Deno.mkdirSync(folders.curves, { recursive: true });
  using file = Deno.openSync(curvePath(folders, key), {
    append: true,
    create: true,
  });
  file.writeSync(new TextEncoder().encode(`${JSON.stringify(metrics)}\n`));
}

/**
 * Reads what an unfinished action has measured so far.
 *
 * A step that is measured again, because the work went on from a checkpoint or began anew, takes the place of the
 * earlier one and of all after it. What is no number becomes `NaN`.
 *
 * @param folders The cache.
 * @param key Key of the action.
 * @returns Steps in order; none for an action that reports nothing, or that is done.
 */
export function readCurve(folders: CacheFolders, key: string): StepMetrics[] {
  const steps: StepMetrics[] = [];
  const text = readTextIfThere(curvePath(folders, key)) ?? "";
  for (const line of text.split("\n")) {
    const found = parseStep(line);
    if (found === undefined) continue;
    while ((steps.at(-1)?.step ?? -1) >= found.step) steps.pop();
    steps.push(found);
  }
  return steps;
}

function parseStep(line: string): StepMetrics | undefined {
  try {
    const { step, values } = JSON.parse(line) as StepMetrics;
    if (!(Number.isSafeInteger(step) && step >= 0)) return undefined;
    const numbers = Object.entries(values).map(([name, value]) =>
      [name, typeof value === "number" ? value : NaN] as const
    );
    return { step, values: Object.fromEntries(numbers) };
  } catch {
    // A torn line, or one that is still being written.
    return undefined;
  }
}
