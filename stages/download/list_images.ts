import { z } from "zod";
import {
  checkImages,
  folderImages,
} from "../../datasets/sources/folder_images.ts";
import type { ListOutside } from "../../pipeline/stage.ts";

const OPTIONS = z.object({ classes: z.array(z.string()).optional() });

/** Lists the images of a folder that its listing covers, for the parameter `listing`. */
export const listOutside: ListOutside = async (folder, options) => {
  const { classes } = OPTIONS.parse(options);
  const { images, listed } = await folderImages(folder, classes);
  return {
    files: listed.map(({ name }) => name),
    noun: "image",
    count: images.size,
    check: () => checkImages(folder, images),
  };
};
