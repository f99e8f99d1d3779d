import type { FoldedStage, SweepPlan } from "../../pipeline/stage.ts";
import type { DrawDot } from "./html/graphviz.ts";
import type { Group } from "./runs/group_runs.ts";
import { markup, raw } from "./html/markup.ts";
import { compareMethods } from "./runs/compare_methods.ts";
import { benchmark } from "./sections/benchmark.ts";
import { cells } from "./sections/cells.ts";
import { comparisons } from "./sections/comparisons.ts";
import { correlateMetrics } from "./runs/correlate_metrics.ts";
import { correlations } from "./sections/correlations.ts";
import { configuration } from "./sections/configuration.ts";
import { curves } from "./sections/curves.ts";
import { landscape } from "./sections/landscape.ts";
import { overview } from "./sections/overview.ts";
import { pipelineSection } from "./sections/pipeline_section.ts";
import { rankSettings } from "./runs/rank_settings.ts";
import { settingRanks } from "./sections/setting_ranks.ts";
import { results } from "./sections/results.ts";
import { sweepTrials } from "./sections/sweep_trials.ts";
import { STYLE } from "./html/style.ts";

/**
 * The report as one HTML document without external requests: style and drawings are inline, there is no script. The same
 * content gives the same bytes.
 */
export function page(content: {
  readonly title: string;
  /** Groups in the order of the page. */
  readonly groups: readonly Group[];
  readonly graph: readonly FoldedStage[];
  /** Trials and decisions of the sweep that made the results. */
  readonly sweep?: SweepPlan | undefined;
}, draw: DrawDot): string {
  const { title, groups, graph, sweep } = content;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${overview(title, groups)}
${settingRanks(rankSettings(groups))}
${results(groups)}
${sweepTrials(sweep)}
${comparisons(compareMethods(groups))}
${correlations(correlateMetrics(groups), groups)}
${benchmark(groups)}
${curves(groups)}
${landscape(groups)}
${cells(groups, draw)}
${pipelineSection(graph, draw)}
${configuration(groups)}
</main>
</body>
</html>
`.text;
}
