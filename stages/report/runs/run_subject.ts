import type { RetrainHistory } from "../../_artifacts/retrain_history.ts";
import type { SearchHistory } from "../../_artifacts/search_history.ts";
import type { Group } from "./group_runs.ts";
import type { Run } from "./report_run.ts";

/** Space of the searches on text. */
const RECURRENT = "recurrent";

/** What networks are trained on: errors are those of images, perplexities those of text. */
export type Subject = "images" | "text";

/** Whether a search or a training was on images or on text. */
export function subjectOfHistory(
  history: SearchHistory | RetrainHistory,
): Subject {
  const isText = "space" in history
    ? history.space === RECURRENT
    : history.epochs.some(({ validPerplexity }) =>
      validPerplexity !== undefined
    );
  return isText ? "text" : "images";
}

/** What a run was trained, searched or tested on. */
export function subjectOf(
  { found: { perplexity, retrain, search }, searches }: Pick<
    Run,
    "found" | "searches"
  >,
): Subject {
  const history = retrain?.value ?? search?.value ?? searches[0];
  if (history !== undefined) return subjectOfHistory(history);
  return perplexity === undefined ? "images" : "text";
}

/** What the runs of a report are on, images first. */
export function subjectsOf(groups: readonly Pick<Group, "runs">[]): Subject[] {
  const found = new Set(groups.flatMap(({ runs }) => runs.map(subjectOf)));
  return (["images", "text"] as const).filter((subject) => found.has(subject));
}
