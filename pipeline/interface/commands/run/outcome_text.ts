import { numberText, spreadText } from "../../../../common/quantities.ts";
import type { StageSummary } from "../../../cache/metrics/stage_summaries.ts";
import type { Spread } from "../../../cache/metrics/wide_table.ts";

/** Most points that are listed. */
const POINTS = 4;

/** Most stages that are listed: the last ones. */
const STAGES = 10;

/** A mean with its spread: `0.41 ± 0.02`. */
export function meanWithSpread({ mean, sd }: Spread): string {
  return sd === null
    ? numberText(mean)
    : `${numberText(mean)} ${spreadText(sd)}`;
}

/** What came out, a line a stage: its metric at each point, or at the best of many. */
export function outcomeText(summaries: readonly StageSummary[]): string {
  const shown = summaries.slice(-STAGES);
  const width = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => text.length));
  const stages = width(shown.map(({ stage }) => stage));
  const labels = width(shown.map(({ label }) => label));
  return shown.map((summary) =>
    `${summary.stage.padEnd(stages)}  ${summary.label.padEnd(labels)}  ${
      pointsText(summary)
    }\n`
  ).join("");
}

function pointsText({ points, best }: StageSummary): string {
  const text = ({ point, spread }: StageSummary["best"]) =>
    `${point} ${meanWithSpread(spread)}`.trimStart();
  return points.length <= POINTS
    ? points.map(text).join(", ")
    : `best of ${points.length}: ${text(best)}`;
}

/** What a run comes down to, in a few words: `evaluate top1Accuracy 0.51 ± 0.01 (best: sdarts-rs)`. */
export function headlineText(
  { stage, label, best, points }: StageSummary,
): string {
  const which = points.length > 1 ? ` (best: ${best.point})` : "";
  return `${stage} ${label} ${meanWithSpread(best.spread)}${which}`;
}
