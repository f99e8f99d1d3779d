import type { RunCommand } from "../command.ts";
import { writeOut } from "../../terminal/write_out.ts";

/** `version`: prints the version of this program, as its deno.json has it, and of Deno, which is part of every key. */
export const version: RunCommand = (_, { config }) => {
  const { version } = JSON.parse(Deno.readTextFileSync(config)) as {
    version: string;
  };
  writeOut(`sdarts ${version} (Deno ${Deno.version.deno})\n`);
};
