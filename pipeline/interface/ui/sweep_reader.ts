import { countBy } from "../../../common/moments.ts";
import { stageOf } from "../../definition/graph/point.ts";
import {
  type ResultReader,
  resultReader,
} from "../../cache/metrics/result_reader.ts";
import { stateText } from "../../cache/metrics/state_text.ts";
import {
  type Metric,
  pipelineMetrics,
  type Spread,
  wideTable,
} from "../../cache/metrics/wide_table.ts";
import type { SweepCell, SweepRows } from "./api.ts";
import { requestPauses } from "./request_pauses.ts";
import type { Watched } from "./watch_pipeline.ts";

/** Most rows of an answer. */
const MOST_ROWS = 10_000;

/** Instances that are read at a time, before other requests get their turn. */
const AT_A_TIME = 100;

/** Reads the results of a stage as wide rows. */
export type SweepReader = (
  watched: Watched,
  options: {
    /** The stage; without one, or for an unknown one, the last that was repeated or changed and has a metric. */
    readonly stage?: string | undefined;
    /** True for one row for all seeds. */
    readonly joined: boolean;
  },
) => Promise<SweepRows>;

/** Creates a reader that reads each result once. */
export function sweepReader(): SweepReader {
  let read: ResultReader | undefined;
  return async (
    { instances, opened: { pipeline, folders } },
    { stage, joined },
  ) => {
    read ??= resultReader(folders);
    const states = [...instances.values()].map(({ status }) => status);
    const damaged = new Set<string>();
    const options = {
      onDamage: (output: string, { message }: Error) =>
        void damaged.add(`output ${output}: ${message}`),
      outputsOf: (name: string) =>
        instances.get(name)?.instance.stage.module.definition.outputs ?? {},
    };
    const pause = requestPauses();
    for (let from = 0; from < states.length; from += AT_A_TIME) {
      read(states.slice(from, from + AT_A_TIME), options);
      await pause();
    }
    const resultOf = read(states, options);
    const metrics = pipelineMetrics(pipeline, resultOf);
    const stages = [...new Set(metrics.map((metric) => metric.stage))];
    const shown = stages.find((one) => one === stage) ??
      firstStage(metrics, countBy(instances.keys(), stageOf));
    const table = shown === undefined
      ? { axes: [], metrics: [], rows: [] }
      : wideTable(pipeline, resultOf, { stage: shown, joined });
    const own = (name: string) => stageOf(name) === shown;
    return {
      stages,
      stage: shown ?? null,
      axes: table.axes,
      seedAxes: pipeline.axes.filter(({ seed }) => seed)
        .map(({ name }) => name),
      metrics: table.metrics.map(({ name, better }) => ({
        name,
        better: better ?? null,
      })),
      rows: table.rows.slice(0, MOST_ROWS).map((row) => ({
        point: row.point,
        instances: row.instances.map(({ name }) => name).filter(own),
        state: stateText(row),
        cells: table.metrics.map(({ name }) => cellOf(row.values.get(name))),
      })),
      left: Math.max(0, table.rows.length - MOST_ROWS),
      damaged: [...damaged],
    };
  };
}

/** The last stage of several instances with a metric of which a direction is known, or else with any. */
function firstStage(
  metrics: readonly Metric[],
  counts: ReadonlyMap<string, number>,
): string | undefined {
  const several = metrics.filter(({ stage }) => (counts.get(stage) ?? 0) > 1);
  return (several.findLast(({ better }) => better !== undefined) ??
    several.at(-1) ?? metrics.at(-1))?.stage;
}

function cellOf(spread: Spread | undefined): SweepCell | null {
  return spread === undefined ? null : [spread.mean, spread.sd, spread.n];
}
