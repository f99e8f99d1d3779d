import { fileName } from "../../../base/file_name.ts";
import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { shownPath } from "../../../base/shown_path.ts";
import { writeBeside } from "../../../beside/write_beside.ts";
import { blobPath, verifyBlob } from "../../../cache/store/blob_store.ts";
import { cachedRecords } from "../../../execution/plan/cached_records.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { writeOut } from "../../terminal/write_out.ts";
import { distinctLabels } from "../../export/distinct_labels.ts";
import type { Arguments } from "../command.ts";
import { openNamed } from "../pipeline_options.ts";

/** Kind of outputs that hold tables for LaTeX. */
const KIND = "latex";

/**
 * `export latex [file.yaml]`: writes the tables of a pipeline's reports, `STAGE.tex` each, for `\input`.
 *
 * Throws a `PipelineError` of kind `usage` if no stage makes such tables, or none is in the cache.
 */
export async function exportLatex(
  _form: string,
  args: Arguments,
  project: Project,
): Promise<void> {
  const opened = await openNamed(args, project);
  const { pipeline, folders } = opened;
  const makers = pipeline.instances.flatMap(({ name, stage }) =>
    Object.entries(stage.module.definition.outputs)
      .filter(([, { kind }]) => kind === KIND)
      .map(([output]) => ({ name, output }))
  );
  if (makers.length === 0) {
    throw usageError(
      `Expected a stage with tables for LaTeX, such as report, but found none in ${
        shownPath(pipeline.file)
      }`,
    );
  }
  const { records } = await cachedRecords(opened);
  const target = args.flags.to ?? `${pipeline.name}-export`;
  const found = makers.flatMap(({ name, output }) => {
    const content = records.get(name)?.outputs[output];
    if (content?.type !== "file") return [];
    const state = verifyBlob(folders, content);
    if (state !== "good") {
      throw new PipelineError(
        "damaged",
        `Expected ${output} of ${name} in the cache but found it ${state}`,
      );
    }
    const text = Deno.readTextFileSync(blobPath(folders, content.sha256));
    return [{ name, text }];
  });
  if (found.length === 0) {
    throw usageError(
      `No tables of pipeline ${pipeline.name} are in the cache: run it first`,
    );
  }
  const written = distinctLabels(found).map(({ name, text }) => {
    const path = `${target}/${fileName(name)}.tex`;
    writeBeside(path, text);
    return shownPath(path);
  });
  writeOut(`wrote ${written.join(", ")}\n`);
}
