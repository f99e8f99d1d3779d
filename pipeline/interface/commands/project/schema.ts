import type { RunCommand } from "../command.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import {
  findStage,
  loadStage,
  stageNames,
} from "../../../definition/graph/load_stage.ts";
import { pipelineSchema } from "../../schema/pipeline_schema.ts";
import { schemaPage } from "../../schema/schema_page.ts";
import { writeOutOrFile } from "../../terminal/write_out.ts";

/**
 * `schema`: prints the JSON Schema of pipeline files, or their reference (`--format markdown`). `--output` writes a file.
 *
 * Throws a `PipelineError` of kind `usage` for another format.
 */
export const schema: RunCommand = async (args, project) => {
  const { format = "json", output } = args.flags;
  if (format !== "json" && format !== "markdown") {
    throw usageError(
      `Expected --format of schema to be json or markdown but found ${format}`,
    );
  }
  const where = { folders: project.stages, base: project.folder };
  const stages = await Promise.all(
    stageNames(project.stages).flatMap((name) => {
      const path = findStage(name, where);
      return path === undefined ? [] : [loadStage(name, path)];
    }),
  );
  const text = format === "json"
    ? `${JSON.stringify(pipelineSchema(stages), null, 1)}\n`
    : schemaPage(stages);
  writeOutOrFile(text, output);
};
