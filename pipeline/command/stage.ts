import { defineStage } from "../stage.ts";
import type { CommandParams, CommandPlace } from "./run_command.ts";

/** File in the temporary folder in which the scheduler writes the paths that the command uses. */
export const PLACE = "place.json";

/**
 * The stage behind `use: command`. Inputs, outputs, parameters and variables come from the pipeline file: see
 * `commandModule()`.
 */
export default defineStage<CommandParams>({
  name: "command",
  description: "runs a program with declared inputs, outputs and environment",
  params: {
    parse: (value) => value as CommandParams,
    safeParse: (value) => ({ success: true, data: value as CommandParams }),
  },
  inputs: {},
  outputs: {},
  run: async (context) => {
    const { runCommand } = await import("./run_command.ts");
    const place = JSON.parse(
      await Deno.readTextFile(`${Deno.env.get("TMPDIR")}/${PLACE}`),
    ) as CommandPlace;
    await runCommand(context, place);
  },
});
