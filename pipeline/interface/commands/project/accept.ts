import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { writeBeside } from "../../../beside/write_beside.ts";
import { acceptDigests } from "../../changes/accept_digests.ts";
import type { RunCommand } from "../command.ts";
import { openNamed } from "../pipeline_options.ts";
import { writeOut } from "../../terminal/write_out.ts";

/**
 * `accept FILE [STAGE]`: writes the digests of the user's files outside of the cache into the pipeline file, where they
 * are missing or others. Nothing else in the file changes.
 */
export const accept: RunCommand = async (args, project) => {
  const [file, stage] = args.words;
  if (file === undefined) {
    throw usageError("Expected a pipeline file but found none");
  }
  const opened = await openNamed(args, project);
  // a link to the file stays one
  const path = Deno.realPathSync(file);
  const before = Deno.readTextFileSync(path);
  const { text, lines } = await acceptDigests(before, opened, stage);
  if (lines.length === 0) {
    writeOut(`${file} has the digests of all files: no change\n`);
    return;
  }
  if (Deno.readTextFileSync(path) !== before) {
    throw new PipelineError(
      "failed",
      `${file} was changed meanwhile: nothing is written, try again`,
    );
  }
  writeBeside(path, text);
  writeOut(lines.map((line) => `${line}\n`).join(""));
};
