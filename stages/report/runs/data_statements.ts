import type { Group } from "./group_runs.ts";

/** Statements on the data of searches, evaluations and language models, each once, in the order of the runs. */
export function dataStatements(groups: readonly Group[]): string[] {
  const found = groups.flatMap(({ runs }) => runs.map(({ found }) => found));
  const statements = found.flatMap(({ search, evaluation, perplexity }) =>
    [search, evaluation, perplexity].flatMap((one) => one?.value.dataset ?? [])
  );
  return [...new Set(statements)];
}
