import { findMetric } from "../../../cache/metrics/find_metric.ts";
import type { Direction } from "../../../cache/metrics/metric_direction.ts";
import { rankRows } from "../../../cache/metrics/rank_rows.ts";
import {
  type Metric,
  pipelineMetrics,
  wideTable,
} from "../../../cache/metrics/wide_table.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { csvText } from "../../export/table_files.ts";
import { wideColumns } from "../../export/wide_columns.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";
import type { RunCommand } from "../command.ts";
import type { FlagValues } from "../flags.ts";
import { chosenPoints } from "./chosen_points.ts";
import { openResults } from "./open_results.ts";
import { type Ranking, rankingLines, rankingNotes } from "./ranking_text.ts";

/** Rows on a terminal, which shows no more at a time. */
const MOST_ROWS = 40;

/**
 * `top FILE --by METRIC`: the configurations of a sweep by a metric, the best first; repeated seeds are one row. What failed
 * or has not run is told on standard error, so that standard output is the table alone. Reads the cache, takes no lock
 * and runs nothing.
 *
 * Throws a `PipelineError` of kind `usage` for an unknown metric, and for one of which nobody says which way is better.
 */
export const top: RunCommand = async (args, project) => {
  const { flags } = args;
  const { opened: { pipeline }, resultOf } = await openResults(args, project);
  const metrics = pipelineMetrics(pipeline, resultOf);
  if (metrics.length === 0) {
    throw usageError(
      `No numbers of pipeline ${pipeline.name} are in the cache: run it first`,
    );
  }
  const by = findMetric(metrics, flags.by);
  const better = directionOf(by, flags);
  const { stage } = by;
  const points = pipeline.instances.filter((one) =>
    one.stage.spec.id.value === stage
  ).map(({ point }) => point);
  const seeds = pipeline.axes.filter(({ name, seed }) =>
    seed && points.some((point) => point[name] !== undefined)
  ).map(({ name }) => name);
  const table = wideTable(pipeline, resultOf, {
    stage,
    joined: true,
    where: chosenPoints(flags.where ?? [], { stage, points }),
  });
  const ranking: Ranking = {
    ...table,
    metrics: [by, ...table.metrics.filter(({ name }) => name !== by.name)],
    rows: rankRows(table.rows, by.name, better),
    by,
    better,
    seeds,
  };
  if (flags.json) return writeJson(rankingJson(pipeline.name, ranking));
  if (flags.csv) {
    writeOut(csvText(wideColumns(ranking, seeds.length > 0)));
  } else {
    const terminal = Deno.stdout.isTerminal();
    writeOut(rankingLines(ranking, terminal ? MOST_ROWS : Infinity));
  }
  for (const note of rankingNotes(ranking)) console.error(note);
};

function directionOf(
  { name, better }: Metric,
  { max, min }: FlagValues,
): Direction {
  if (max && min) throw usageError("Expected --max or --min but found both");
  const chosen = max ? "max" : min ? "min" : better;
  if (chosen !== undefined) return chosen;
  throw usageError(
    `Expected --max or --min, as neither the declaration nor the name of ${name} says whether more or less is better`,
  );
}

function rankingJson(
  pipeline: string,
  { by, better, seeds, axes, metrics, rows }: Ranking,
) {
  return {
    pipeline,
    by: by.name,
    better,
    seeds,
    axes: axes.map(({ name }) => name),
    metrics: metrics.map(({ name }) => name),
    rows: rows.map(({ point, instances, values }) => ({
      point,
      instances,
      metrics: Object.fromEntries(values),
    })),
  };
}
