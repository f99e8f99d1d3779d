import type { Group } from "./group_runs.ts";
import { type Subject, subjectOfHistory } from "./run_subject.ts";

/**
 * Statements on the data of searches, evaluations and language models, each once, in the order of the runs.
 *
 * @param subject Only of those on images, or on text.
 */
export function dataStatements(
  groups: readonly Group[],
  subject?: Subject,
): string[] {
  const found = groups.flatMap(({ runs }) => runs.map(({ found }) => found));
  const statements = found.flatMap(({ search, evaluation, perplexity }) => [
    { of: search && subjectOfHistory(search.value), artifact: search },
    { of: "images", artifact: evaluation },
    { of: "text", artifact: perplexity },
  ]).flatMap(({ of, artifact }) =>
    artifact === undefined || (subject !== undefined && of !== subject)
      ? []
      : artifact.value.dataset
  );
  return [...new Set(statements)];
}
