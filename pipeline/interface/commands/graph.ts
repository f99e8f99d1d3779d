import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { Arguments } from "./command.ts";
import { EXIT } from "../../base/exit_codes.ts";
import { pipelineDot } from "../../pipeline_dot.ts";
import { openPipeline, type Project } from "../../execution/plan/project.ts";
import { pipelineOptions } from "./pipeline_options.ts";
import { shownPath } from "../../base/shown_path.ts";
import { writeOut } from "../terminal/write_out.ts";

/**
 * `graph [file.yaml]`: draws the stages, a sweep as one box, as SVG; `--dot` prints Graphviz text, `--output` writes a file.
 */
export async function graph(
  args: Arguments,
  project: Project,
): Promise<number> {
  const { pipeline } = await openPipeline(
    pipelineOptions(args, project),
    project,
  );
  const dot = pipelineDot(pipeline.graph);
  const text = args.flags.dot ? dot : `${(await Graphviz.load()).dot(dot)}\n`;
  const { output } = args.flags;
  if (output === undefined) writeOut(text);
  else {
    Deno.writeTextFileSync(output, text);
    writeOut(`wrote ${shownPath(output)}\n`);
  }
  return EXIT.done;
}
