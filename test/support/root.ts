import { fileURLToPath } from "node:url";

/** The repository, without a slash at the end. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url))
  .replace(/\/$/, "");

/** The program of the command line. */
export const MAIN = `${ROOT}/pipeline/main.ts`;
