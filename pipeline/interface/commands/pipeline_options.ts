import { usageError } from "../../base/pipeline_error.ts";
import { isFile } from "../../base/read_files.ts";
import { shownPath } from "../../base/shown_path.ts";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import {
  openPipeline,
  type PipelineOptions,
  type Project,
} from "../../execution/plan/project.ts";
import type { Arguments } from "./command.ts";
import { stageNodes } from "./stage_nodes.ts";

/**
 * Options of the pipeline that a command line names.
 *
 * @param args Its words begin with the pipeline file; without one it is the quickstart of the project.
 */
export async function pipelineOptions(
  args: Pick<Arguments, "words" | "flags">,
  project: Project,
): Promise<PipelineOptions> {
  const { profile, set, only, until, "code-hash": codeHash } = args.flags;
  return {
    file: args.words[0] ?? quickstart(project),
    profile,
    set: normalised(set),
    only: normalised(only),
    until: normalised(until),
    codeHash,
    nodes: await stageNodes(args, project),
  };
}

function quickstart({ folder }: Project): string {
  const path = `${folder}/experiments/quickstart.yaml`;
  if (isFile(path)) return shownPath(path);
  throw usageError(
    `${
      shownPath(path)
    } not found: name a pipeline file, or make a project with \`sdarts init\``,
  );
}

/** Texts that are compared with the pipeline file, in its normal form. */
function normalised(
  texts: readonly string[] | undefined,
): readonly string[] | undefined {
  return texts?.map((text) => text.normalize("NFC"));
}

/** Opens the pipeline that a command line names. */
export async function openNamed(
  args: Pick<Arguments, "words" | "flags">,
  project: Project,
): Promise<OpenedPipeline> {
  return openPipeline(await pipelineOptions(args, project), project);
}
