import { basename } from "node:path";
import { ifPossible } from "../../../common/if_possible.ts";

/** Folder of the `deno task` that started this process; `undefined` where there is none, or none can be seen. */
export function taskFolder(): string | undefined {
  return ifPossible(() => {
    const parent = `/proc/${Deno.ppid}`;
    const [program = "", ...words] = Deno.readTextFileSync(`${parent}/cmdline`)
      .split("\0");
    return basename(program) === "deno" && words.includes("task")
      ? Deno.realPathSync(`${parent}/cwd`)
      : undefined;
  });
}

/** How the user started the program: the beginning of a command line that a message recommends. */
export function programName(): string {
  return taskFolder() === undefined ? "sdarts" : "deno task pipeline";
}
