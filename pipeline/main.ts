/**
 * Command line of the DAG engine: `deno task pipeline`.
 *
 * @module
 */
import { runCommandLine } from "./command_line.ts";

if (import.meta.main) Deno.exit(await runCommandLine(Deno.args));
