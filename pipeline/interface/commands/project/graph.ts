import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { RunCommand } from "../command.ts";
import { pipelineDot } from "../../../pipeline_dot.ts";
import { openNamed } from "../pipeline_options.ts";
import { writeOutOrFile } from "../../terminal/write_out.ts";

/**
 * `graph [file.yaml]`: draws the stages, a sweep as one box, as SVG; `--dot` prints Graphviz text, `--output` writes a file.
 */
export const graph: RunCommand = async (args, project) => {
  const { pipeline } = await openNamed(args, project);
  const dot = pipelineDot(pipeline.graph);
  const text = args.flags.dot ? dot : `${(await Graphviz.load()).dot(dot)}\n`;
  writeOutOrFile(text, args.flags.output);
};
