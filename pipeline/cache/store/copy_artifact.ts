import { dirname } from "node:path";
import { listNames } from "../../base/list_names.ts";
import { writing } from "../../base/disk_error.ts";

/**
 * Copies a file or folder to a path that does not exist yet, links as links. A process that holds a file of the original
 * open cannot write to the copy. Where the file system can, the two share their blocks.
 *
 * Throws a `TypeError` for sockets, devices and names that are not UTF-8.
 */
export function copyArtifact(source: string, target: string): void {
  const info = Deno.lstatSync(source);
  if (!info.isFile && !info.isDirectory && !info.isSymlink) {
    throw new TypeError(
      `Expected a file, folder or link but found a special file in ${source}`,
    );
  }
  writing(target, () => {
    Deno.mkdirSync(dirname(target), { recursive: true });
    if (info.isFile) Deno.copyFileSync(source, target);
    if (info.isSymlink) Deno.symlinkSync(Deno.readLinkSync(source), target);
    if (info.isDirectory) Deno.mkdirSync(target);
  });
  if (!info.isDirectory) return;
  for (const name of listNames(source)) {
    copyArtifact(`${source}/${name}`, `${target}/${name}`);
  }
}
