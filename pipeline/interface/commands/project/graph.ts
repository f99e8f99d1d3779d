import type { RunCommand } from "../command.ts";
import { pipelineDot } from "../../../pipeline_dot.ts";
import { openNamed } from "../pipeline_options.ts";
import { writeOut, writeOutOrFile } from "../../terminal/write_out.ts";
import { graphText } from "./graph_text.ts";

/**
 * `graph [file.yaml]`: draws the stages, a sweep as one box: on a terminal as text, into a file or a pipe as SVG; `--dot`
 * prints Graphviz text.
 */
export const graph: RunCommand = async (args, project) => {
  const { pipeline } = await openNamed(args, project);
  const { dot: asDot = false, output } = args.flags;
  if (!asDot && output === undefined && Deno.stdout.isTerminal()) {
    return writeOut(graphText(pipeline.graph));
  }
  const dot = pipelineDot(pipeline.graph);
  writeOutOrFile(asDot ? dot : await drawing(dot), output);
};

async function drawing(dot: string): Promise<string> {
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  return `${(await Graphviz.load()).dot(dot)}\n`;
}
