import {
  readTextFolder,
  requireTextFiles,
  TEXT_FILES,
} from "../../datasets/text/text_folder.ts";
import type { ListOutside } from "../../pipeline/stage.ts";

/** Lists the files of a text, for the parameter `listing`. */
export const listOutside: ListOutside = (folder) => {
  requireTextFiles(folder);
  return Promise.resolve({
    files: TEXT_FILES,
    noun: "text",
    count: TEXT_FILES.length,
    check: () => void readTextFolder(folder),
  });
};
