import { publishedFiles } from "../../datasets/nasbench201/published_folder.ts";
import type { ListOutside } from "../../pipeline/stage.ts";

/** Lists the files of a published table, for the parameter `listing`. */
export const listOutside: ListOutside = async (folder) => {
  const { files } = await publishedFiles(folder);
  return { files, noun: "file", count: files.length };
};
