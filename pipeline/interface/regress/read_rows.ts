import { usageError } from "../../base/pipeline_error.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import { parseTolerant } from "../../base/tolerant_json.ts";
import type { Where } from "./gate.ts";

/** One run of a summary. */
export interface Row {
  /** Coordinates: the point of the matrix, and every text and number of the row. */
  readonly point: Where;
  /** Metrics; `null` for numbers that are missing or not finite. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/**
 * Reads the rows of a `summary.json`: objects with a `point` and metrics beside it. Numbers and nulls are metrics,
 * texts are coordinates.
 *
 * Throws a `PipelineError` of kind `usage` for a file that is not a summary.
 *
 * @param file Path of the summary.
 * @returns The rows; `undefined` if there is no such file.
 */
export function readRows(file: string): Row[] | undefined {
  const text = readTextIfThere(file);
  return text === undefined ? undefined : parseRows(file, text);
}

/** Parses the rows of a summary; `NaN` and `Infinity`, which JSON does not have, become `null`. */
export function parseRows(file: string, text: string): Row[] {
  const wrong = (found: string) =>
    usageError(`Expected ${file} to be a summary with rows but found ${found}`);
  let value: unknown;
  try {
    value = parseTolerant(text);
  } catch (error) {
    throw wrong(`no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const rows = (value as { rows?: unknown } | null)?.rows;
  if (!Array.isArray(rows)) throw wrong("no rows");
  return rows.map((row: unknown, index) => {
    if (typeof row !== "object" || row === null) {
      throw wrong(`${JSON.stringify(row)} in row ${index + 1}`);
    }
    const { point, ...rest } = row as Record<string, unknown>;
    const metrics: Record<string, number | null> = {};
    const texts: Record<string, string> = {};
    for (const [name, found] of Object.entries(rest)) {
      if (typeof found === "number" || found === null) {
        metrics[name] = Number.isFinite(found) ? found : null;
      }
      if (typeof found === "string") texts[name] = found;
    }
    return {
      point: { ...texts, ...metricsAsPoint(metrics), ...point as Where },
      metrics,
    };
  });
}

/** Numbers choose rows too: `search_epochs: 50`. */
function metricsAsPoint(metrics: Row["metrics"]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] =>
      entry[1] !== null
    ),
  );
}
