import { stageOf } from "../../definition/graph/point.ts";
import type { RunRecord } from "../../cache/history/run_record.ts";
import type { MetricsView, SeriesView } from "./api.ts";
import { metricList } from "./metric_list.ts";
import { requestPauses } from "./request_pauses.ts";
import { thinned } from "./series.ts";
import type { SeriesReader } from "./series_reader.ts";
import type { Watched } from "./watch_pipeline.ts";

/** Metrics of every stage that has some. */
export async function metricsView(
  { opened, instances }: Watched,
  seriesOf: SeriesReader,
): Promise<MetricsView> {
  const stages = new Map(
    opened.pipeline.graph.map(({ id }) => [id, metricList()] as const),
  );
  const damaged: string[] = [];
  const pause = requestPauses();
  for (const { instance, status } of instances.values()) {
    const list = stages.get(instance.stage.spec.id.value);
    list?.add(
      seriesOf(
        opened.folders,
        { ...status, outputs: instance.stage.module.definition.outputs },
        (output, { message }) =>
          damaged.push(`output ${output} of ${instance.name}: ${message}`),
      ),
    );
    await pause();
  }
  return {
    stages: [...stages].flatMap(([stage, list]) => {
      const metrics = list.metrics();
      return metrics.length === 0 ? [] : [{ stage, metrics }];
    }),
    damaged,
  };
}

/**
 * Series of a metric of all instances of a stage, in some runs.
 *
 * @returns `undefined` if a run is unknown.
 */
export async function seriesViews(
  watched: Watched,
  seriesOf: SeriesReader,
  { stage, metric, runs }: {
    readonly stage: string;
    readonly metric: string;
    /** Names of runs; `now` for the pipeline as it is. */
    readonly runs: readonly string[];
  },
): Promise<SeriesView[] | undefined> {
  const found: SeriesView[] = [];
  const pause = requestPauses();
  for (const run of runs) {
    const record = watched.runs.get(run);
    if (run !== "now" && record === undefined) return undefined;
    for (const [name, status] of statesIn(watched, record)) {
      const known = watched.instances.get(name)?.instance;
      if ((known?.stage.spec.id.value ?? stageOf(name)) !== stage) continue;
      // The list of metrics names what is damaged.
      const outputs = known?.stage.module.definition.outputs;
      const series = seriesOf(
        watched.opened.folders,
        { ...status, outputs },
        () => {},
      ).get(metric);
      await pause();
      if (series === undefined) continue;
      const { steps, values } = thinned(series);
      found.push({
        run,
        instance: name,
        point: known?.point ?? {},
        running: status.state === "running",
        steps,
        values: values.map((value) => Number.isFinite(value) ? value : null),
      });
    }
  }
  return found;
}

/** State of instances now, or in a run. */
function statesIn(
  { instances }: Watched,
  run: RunRecord | undefined,
): [string, Parameters<SeriesReader>[1]][] {
  return run === undefined
    ? [...instances].map(([name, { status }]) => [name, status])
    : Object.entries(run.keys).map(([name, key]) => [
      name,
      { state: "done", key },
    ]);
}
