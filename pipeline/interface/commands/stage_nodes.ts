import { readTextIfThere } from "../../base/read_files.ts";
import type { Project } from "../../execution/plan/project.ts";
import type { ToolchainNodes } from "../../stage.ts";
import type { Arguments } from "./command.ts";

/** Name of the executor that a command line, or `SDARTS_EXECUTOR`, chooses; undefined for that of this machine. */
export function executorName(
  { flags }: Pick<Arguments, "flags">,
): string | undefined {
  return flags.executor ?? Deno.env.get("SDARTS_EXECUTOR");
}

/**
 * Nodes that run the stages, if this machine does not: those of Slurm, or those that the variable `SDARTS_GPU_MODEL`
 * describes, which the pods of a cluster have. With them keys do not depend on the machine that computes them.
 */
export async function stageNodes(
  args: Pick<Arguments, "flags">,
  { folder }: Project,
): Promise<ToolchainNodes | undefined> {
  if (executorName(args) === "slurm") {
    const { parseSlurmSettings, SLURM_FILE } = await import(
      "../../remote/slurm/slurm_settings.ts"
    );
    const text = readTextIfThere(`${folder}/${SLURM_FILE}`) ?? "";
    return { gpu: parseSlurmSettings(text, SLURM_FILE).accelerator ?? "" };
  }
  const gpu = Deno.env.get("SDARTS_GPU_MODEL");
  return gpu === undefined ? undefined : { gpu };
}
