import { basename, dirname, join } from "node:path";
import { ifFound } from "../../common/if_possible.ts";

const NAME = /^libtensorflow(?:_cc)?\.(so(?:\.\d+)*|(?:\d+\.)*dylib)$/;

/** True for a file name of libtensorflow. */
export function isLibraryName(path: string): boolean {
  return NAME.test(basename(path));
}

/**
 * Path of the framework library in the folder of a libtensorflow, or undefined: the same suffix first, then the plain
 * names.
 */
export async function frameworkBeside(
  path: string,
): Promise<string | undefined> {
  const suffix = NAME.exec(basename(path))?.[1] ?? "so.2";
  for (const name of new Set([suffix, "so.2", "so", "2.dylib"])) {
    const candidate = join(dirname(path), `libtensorflow_framework.${name}`);
    if ((await ifFound(Deno.stat(candidate)))?.isFile) return candidate;
  }
  return undefined;
}
