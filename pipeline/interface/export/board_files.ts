import { fileName } from "../../base/file_name.ts";
import { stateText } from "../../cache/metrics/state_text.ts";
import {
  type ResultOf,
  type WideRow,
  type WideTable,
  wideTable,
} from "../../cache/metrics/wide_table.ts";
import {
  instanceName,
  pointKey,
  project,
} from "../../definition/graph/point.ts";
import type { Pipeline } from "../../definition/graph/pipeline.ts";
import { eventFile } from "./event_file.ts";
import { experimentEvent, sessionEvents } from "./hparams_events.ts";
import type { LoggedInstance } from "./logged_results.ts";
import type { NamedBytes } from "./table_files.ts";

/** A name of each file that does not change, so that a second export replaces the first. */
const FILE = "events.out.tfevents.0.sdarts";

/** Folder of the rows of a sweep. */
const SWEEP = "sweep";

/**
 * Event files for TensorBoard: the curves of each instance in a folder of its name, and for a pipeline with an axis other
 * than seeds a session of the HParams plugin for each row of its table, `sweep/<point>`.
 */
export function boardFiles(
  pipeline: Pick<Pipeline, "axes" | "instances">,
  logged: readonly LoggedInstance[],
  resultOf: ResultOf,
): NamedBytes[] {
  const curves = logged.map(({ instance, origin, points }) => ({
    path: `${fileName(instance.name)}/${FILE}`,
    bytes: eventFile(
      points.map(({ metric, step, value, time }) => ({
        // TensorBoard groups curves by the text before the first slash.
        tag: `${instance.stage.spec.id.value}/${metric}`,
        step,
        value,
        time: time / 1000,
      })),
      origin.began / 1000,
    ),
  }));
  return [...curves, ...sweepFiles(wideTable(pipeline, resultOf), logged)];
}

function sweepFiles(
  { axes, metrics, rows }: WideTable,
  logged: readonly LoggedInstance[],
): NamedBytes[] {
  const chosen = axes.filter(({ seed }) => !seed).map(({ name }) => name);
  const done = rows.filter(({ values }) => values.size > 0);
  if (chosen.length === 0 || done.length === 0) return [];
  const origins = new Map(
    logged.map(({ instance, origin }) => [instance.name, origin]),
  );
  const timesOf = ({ instances }: WideRow) => {
    const known = instances.flatMap(({ name }) => origins.get(name) ?? []);
    return {
      began: Math.min(...known.map(({ began }) => began)) / 1000,
      ended: Math.max(...known.map(({ ended }) => ended)) / 1000,
    };
  };
  const first = Math.min(...done.map((row) => timesOf(row).began));
  const experiment = experimentEvent({
    axes: chosen.map((name) => ({
      name,
      values: [...new Set(done.flatMap(({ point }) => point[name] ?? []))],
    })),
    metrics: metrics.flatMap(({ name }) =>
      done.some(({ values }) => values.has(name))
        ? [{ tag: `${SWEEP}/${name}`, name }]
        : []
    ),
    time: first,
  });
  return done.map((row, index) => {
    const { began, ended } = timesOf(row);
    const point = project(row.point, chosen);
    const session = sessionEvents({
      point,
      group: pointKey(point),
      state: sessionState(row),
      began,
      ended,
    });
    const scalars = [...row.values].map(([name, { mean }]) => ({
      tag: `${SWEEP}/${name}`,
      step: 0,
      value: mean,
      time: ended,
    }));
    return {
      path: `${SWEEP}/${
        fileName(instanceName("", row.point).slice(1))
      }/${FILE}`,
      bytes: eventFile(
        [...index === 0 ? [experiment] : [], ...session, ...scalars],
        began,
      ),
    };
  });
}

function sessionState({ instances }: WideRow) {
  const state = stateText({ instances });
  if (state === "done") return state;
  return instances.some(({ state }) => state === "failed")
    ? "failed"
    : "unfinished";
}
