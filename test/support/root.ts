import { fileURLToPath } from "node:url";

/** The repository, without a slash at the end. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url))
  .replace(/\/$/, "");

/** The program of the command line. */
export const MAIN = `${ROOT}/pipeline/main.ts`;

/** Arguments of Deno before those of the command line, as `deno task pipeline` gives them. */
export const COMMAND_LINE: readonly string[] = [
  "run",
  "-A",
  "--quiet",
  "--unstable-lazy-dynamic-imports",
  MAIN,
];
