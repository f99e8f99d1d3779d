/**
 * Command line of the DAG engine: `deno task pipeline`.
 *
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "./interface/cli/command_line.ts";
import { standWithUser } from "./interface/cli/stand_with_user.ts";

if (import.meta.main) {
  const program = resolve(fileURLToPath(import.meta.url), "../..");
  standWithUser(program);
  Deno.exit(await runCommandLine(Deno.args, program));
}
