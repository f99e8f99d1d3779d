/**
 * Command line of the DAG engine: `deno task pipeline`.
 *
 * @module
 */
import { runCommandLine } from "./interface/cli/command_line.ts";

if (import.meta.main) Deno.exit(await runCommandLine(Deno.args));
