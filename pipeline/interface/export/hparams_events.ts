import protobuf from "protobufjs/minimal.js";
import type { Point } from "../../stage.ts";
import type { PluginEvent } from "./event_file.ts";

/** An experiment of TensorBoard's HParams plugin: the columns of its table. */
export interface HparamsExperiment {
  /** Axes with their values. */
  readonly axes: readonly {
    readonly name: string;
    readonly values: readonly Point[string][];
  }[];
  /** Tags of scalars in the runs of sessions, each with the name that is shown. */
  readonly metrics: readonly { readonly tag: string; readonly name: string }[];
  /** Seconds since 1970. */
  readonly time: number;
}

/** A session: one run of TensorBoard, in a row of the table with others of its group. */
export interface HparamsSession {
  readonly point: Point;
  /** Sessions of one group are repetitions, of which the table has the mean. */
  readonly group: string;
  readonly state: "done" | "failed" | "unfinished";
  /** Seconds since 1970. */
  readonly began: number;
  /** Seconds since 1970. */
  readonly ended: number;
}

/** Status in `plugin_data.proto` of the plugin. */
const STATUS = { done: 1, failed: 2, unfinished: 0 } as const;

/** Type of a value in `api.proto` of the plugin. */
const TYPES = { string: 1, boolean: 2, number: 3 } as const;

/**
 * The event that declares the columns (`Experiment` in `api.proto` of the plugin); it may stand in any run.
 */
export function experimentEvent(
  { axes, metrics, time }: HparamsExperiment,
): PluginEvent {
  const content = pluginData().uint32(18).fork().uint32(25).double(time);
  for (const { name, values } of axes) {
    const types = new Set(values.map((value) => typeof value));
    const [type] = types;
    const known = types.size === 1 && type !== undefined && type in TYPES
      ? TYPES[type as keyof typeof TYPES]
      : 0;
    content.uint32(34).fork().uint32(10).string(name).uint32(32).int32(known);
    // The values of an axis that mixes types are found in the sessions.
    if (known !== 0) {
      content.uint32(42).fork();
      for (const value of values) {
        writeValue(content.uint32(10).fork(), value).ldelim();
      }
      content.ldelim();
    }
    content.ldelim();
  }
  for (const { tag, name } of metrics) {
    content.uint32(42).fork().uint32(10).fork().uint32(18).string(tag).ldelim()
      .uint32(26).string(name).ldelim();
  }
  return pluginEvent("experiment", content.ldelim(), time);
}

/** The events that begin and end a session (`SessionStartInfo` and `SessionEndInfo` in `plugin_data.proto`). */
export function sessionEvents(
  { point, group, state, began, ended }: HparamsSession,
): PluginEvent[] {
  const start = pluginData().uint32(26).fork();
  for (const [name, value] of Object.entries(point)) {
    writeValue(
      start.uint32(10).fork().uint32(10).string(name).uint32(18).fork(),
      value,
    ).ldelim().ldelim();
  }
  start.uint32(34).string(group).uint32(41).double(began).ldelim();
  const end = pluginData().uint32(34).fork().uint32(8).int32(STATUS[state])
    .uint32(17).double(ended).ldelim();
  return [
    pluginEvent("session_start_info", start, began),
    pluginEvent("session_end_info", end, ended),
  ];
}

/** `HParamsPluginData` of version 0. */
function pluginData(): protobuf.Writer {
  return protobuf.Writer.create().uint32(8).int32(0);
}

function pluginEvent(
  name: string,
  content: protobuf.Writer,
  time: number,
): PluginEvent {
  const tag = `_hparams_/${name}`;
  return { tag, plugin: "hparams", content: content.finish(), time };
}

/** `google.protobuf.Value`. */
function writeValue(
  writer: protobuf.Writer,
  value: Point[string],
): protobuf.Writer {
  return typeof value === "number"
    ? writer.uint32(17).double(value)
    : typeof value === "boolean"
    ? writer.uint32(32).bool(value)
    : writer.uint32(26).string(value);
}
