import { dirname, join } from "node:path";
import { ifFound } from "../../common/if_possible.ts";
import { describeWriteError } from "../library/library_error.ts";

const SOLVER = "libcusolver.so.11";

/**
 * Gives the solver a second name beside cuBLAS. TensorFlow's framework library opens it, which looks into the folders of
 * all packages but the solver's own.
 *
 * @param folder The folder `nvidia`.
 */
export async function linkSolver(folder: string): Promise<void> {
  const from = join(folder, "cusolver", "lib", SOLVER);
  const to = join(folder, "cublas", "lib", SOLVER);
  const size = await sizeAt(from);
  if (size === undefined || size === await sizeAt(to)) return;
  if (await sizeAt(dirname(to)) === undefined) return;
  // Of two processes at once both end with a complete file.
  const part = `${to}.${crypto.randomUUID()}`;
  try {
    await Deno.link(from, part).catch(() => Deno.copyFile(from, part));
    await Deno.rename(part, to);
    // Of two names of one file, rename leaves both.
    await Deno.remove(part).catch(() => {});
  } catch (error) {
    throw describeWriteError(error, to);
  }
}

async function sizeAt(path: string): Promise<number | undefined> {
  return (await ifFound(Deno.stat(path)))?.size;
}
