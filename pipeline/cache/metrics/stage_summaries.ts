import {
  neededInstances,
  type Pipeline,
} from "../../definition/graph/pipeline.ts";
import { instanceName, stageOf } from "../../definition/graph/point.ts";
import { type HeadlineMetric, headlineMetrics } from "./headline_metrics.ts";
import { rankRows } from "./rank_rows.ts";
import { type ResultOf, type Spread, wideTable } from "./wide_table.ts";

/** What came out of a stage: its first headline metric at each point, seeds joined. */
export interface StageSummary extends HeadlineMetric {
  readonly stage: string;
  /** All its headline metrics, the first one first. */
  readonly metrics: readonly HeadlineMetric[];
  /** Points with a value, in the order of the file: `sdarts-rs`, `lr=0.1`; empty for a stage without axes but seeds. */
  readonly points: readonly {
    readonly point: string;
    readonly spread: Spread;
  }[];
  /** The best of them. */
  readonly best: { readonly point: string; readonly spread: Spread };
  /** Length of the longest chain of stages that it needs. */
  readonly depth: number;
}

/**
 * What came out of the stages of a pipeline that have headline metrics, in the order of the file.
 *
 * @param resultOf Results of its instances.
 */
export function stageSummaries(
  pipeline: Pick<Pipeline, "axes" | "instances">,
  resultOf: ResultOf,
): StageSummary[] {
  const byStage = Map.groupBy(
    pipeline.instances,
    ({ stage }) => stage.spec.id.value,
  );
  const depths = stageDepths(pipeline);
  return [...byStage].flatMap(([id, instances]): StageSummary[] => {
    const names = new Set(
      instances.flatMap(({ name }) => [...resultOf(name).numbers.keys()]),
    );
    const { outputs } = instances[0]!.stage.module.definition;
    const metrics = headlineMetrics(outputs, names);
    const [metric] = metrics;
    if (metric === undefined) return [];
    const own = { ...pipeline, instances };
    const { rows } = wideTable(own, resultOf, { stage: id, joined: true });
    const name = `${id}.${metric.name}`;
    const valued = (chosen: typeof rows) =>
      chosen.flatMap(({ point, values }) => {
        const spread = values.get(name);
        return spread === undefined
          ? []
          : [{ point: instanceName("", point).slice(1), spread }];
      });
    const [best] = valued(rankRows(rows, name, metric.better));
    const depth = depths.get(id) ?? 0;
    return best === undefined
      ? []
      : [{ ...metric, metrics, stage: id, points: valued(rows), best, depth }];
  });
}

/** The stage that a pipeline comes down to: of those with the most points, the one at the end of the longest chain. */
export function lastSummary(
  summaries: readonly StageSummary[],
): StageSummary | undefined {
  return summaries.toSorted((a, b) =>
    b.points.length - a.points.length || b.depth - a.depth
  )[0];
}

function stageDepths(
  { instances }: Pick<Pipeline, "instances">,
): Map<string, number> {
  const depths = new Map<string, number>();
  // Instances come after what they need.
  for (const instance of instances) {
    const needs = neededInstances(instance).map((name) =>
      depths.get(stageOf(name)) ?? 0
    );
    const id = instance.stage.spec.id.value;
    depths.set(id, Math.max(depths.get(id) ?? 0, 1 + Math.max(0, ...needs)));
  }
  return depths;
}
