import { join } from "node:path";
import { IMAGE_NAME } from "../formats/decode_image.ts";
import type { Listed } from "./survey.ts";
import { unwanted } from "./unwanted.ts";

/** Stands for bytes that are no UTF-8: nothing can be opened by such a name. */
const REPLACED = "\ufffd";

/** Size of an image; others are not looked at. */
function sizeOf(path: string, name: string): number {
  if (!IMAGE_NAME.test(name) || name.includes(REPLACED)) return 0;
  return Deno.lstatSync(path).size;
}

/**
 * Lists everything below a folder, in the order of the paths. Links are not followed. A folder that may not be read is
 * listed as a file if nothing of it would be taken, so that it is counted.
 */
export function listFolder(folder: string): Listed[] {
  const list: Listed[] = [];
  const walk = (path: string) => {
    // every plan lists the folder again: a call that waits for nothing is five times as fast
    const entries = [...Deno.readDirSync(join(folder, path))];
    for (const { name, isDirectory, isSymlink, isFile } of entries) {
      const own = path === "" ? name : `${path}/${name}`;
      const place = join(folder, own);
      if (isDirectory && !name.includes(REPLACED)) {
        try {
          walk(own);
          list.push({ name: own, size: 0, type: "folder" });
        } catch (error) {
          const closed = error instanceof Deno.errors.PermissionDenied &&
            unwanted(own.split("/")) !== undefined;
          if (!closed) throw error;
          list.push({ name: own, size: 0, type: "file" });
        }
      } else if (isSymlink) list.push({ name: own, size: 0, type: "link" });
      else if (isFile || isDirectory) {
        list.push({ name: own, size: sizeOf(place, own), type: "file" });
      } else list.push({ name: own, size: 0, type: "device" });
    }
  };
  walk("");
  return list.sort((a, b) => a.name < b.name ? -1 : 1);
}
