import { usageError } from "../../base/pipeline_error.ts";

/** A place in a pipeline file; both numbers start at 1. */
export interface Place {
  readonly line: number;
  /** Column, in UTF-16 units. */
  readonly column: number;
  /** Name of the text, unless it is the pipeline file: `--set search.epochs=3`. */
  readonly file?: string;
}

/** One mistake in a pipeline file. */
export interface Problem extends Place {
  /** One line, such as `Expected x but found y`. */
  readonly message: string;
}

/** The place of a node, without its other properties. */
export function placeOf({ line, column, file }: Place): Place {
  return { line, column, ...(file === undefined ? {} : { file }) };
}

/** Builds a problem at a place. */
export function problemAt(place: Place, message: string): Problem {
  return { ...placeOf(place), message: oneLine(message) };
}

/**
 * Throws a `PipelineError` with one line for each problem, in the order of the file; does nothing without problems.
 *
 * @param file Name of the file as the user typed it.
 * @param problems Problems found; duplicates are shown once.
 */
export function throwProblems(
  file: string,
  problems: readonly Problem[],
): void {
  if (problems.length === 0) return;
  const sorted = [...problems].sort((a, b) =>
    a.line - b.line || a.column - b.column
  );
  const lines = sorted.map((problem) =>
    `${
      problem.file ?? file
    }:${problem.line}:${problem.column}: ${problem.message}`
  );
  throw usageError([...new Set(lines)].join("\n"));
}

/** Text without line breaks, so that one problem stays one line. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").trim();
}
