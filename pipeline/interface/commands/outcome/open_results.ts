import type { OpenedPipeline } from "../../../cache/key/action.ts";
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
  const resultOf = read(
    states,
    (output, { message }) =>
      console.error(`warning: output ${output}: ${message}`),
  );
  return { opened, states, resultOf };
}
