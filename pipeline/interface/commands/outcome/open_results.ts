import type { OpenedPipeline } from "../../../cache/key/action.ts";
import { declaredOutputs } from "../../../cache/metrics/declared_outputs.ts";
import { resultReader } from "../../../cache/metrics/result_reader.ts";
import type { ResultOf } from "../../../cache/metrics/wide_table.ts";
import {
  pipelineStatus,
  type StatusEntry,
} from "../../../execution/live/pipeline_status.ts";
import type { Project } from "../../../execution/plan/project.ts";
import type { Arguments } from "../command.ts";
import { openNamed } from "../pipeline_options.ts";

/** A pipeline with what its cache has of it. */
export interface OpenedResults {
  readonly opened: OpenedPipeline;
  readonly states: readonly StatusEntry[];
  readonly resultOf: ResultOf;
}

/** Opens the pipeline that a command line names with its results. Says on standard error which outputs are damaged. */
export async function openResults(
  args: Pick<Arguments, "words" | "flags">,
  project: Project,
): Promise<OpenedResults> {
  const opened = await openNamed(args, project);
  const states = await pipelineStatus(opened);
  const read = resultReader(opened.folders);
  const resultOf = read(states, {
    onDamage: (output, { message }) =>
      console.error(`warning: output ${output}: ${message}`),
    outputsOf: declaredOutputs(opened.pipeline),
  });
  return { opened, states, resultOf };
}

/** Keys of the instances that are done, by instance. */
export function doneKeys(
  states: readonly StatusEntry[],
): ReadonlyMap<string, string> {
  return new Map(
    states.flatMap(({ state, instance, key }) =>
      state === "done" && key !== undefined ? [[instance, key] as const] : []
    ),
  );
}
