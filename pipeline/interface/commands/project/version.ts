import type { RunCommand } from "../command.ts";
import { programVersion } from "../../../execution/plan/program_version.ts";
import { writeOut } from "../../terminal/write_out.ts";

/** `version`: prints the version of this program, as its deno.json has it, and of Deno, which is part of every key. */
export const version: RunCommand = (_, { config }) => {
  writeOut(`sdarts ${programVersion(config)} (Deno ${Deno.version.deno})\n`);
};
