import { findRun, tagRun } from "../../../cache/history/tags.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { withTempFolder } from "../../../cache/store/temp_folder.ts";
import { writeOut } from "../../terminal/write_out.ts";
import type { RunCommand } from "../command.ts";

/** `tag NAME [RUN]`: protects a run from gc, by default the last one. */
export const tag: RunCommand = async (args, project) => {
  const folders = cacheFolders(project.cache);
  const [tag = "", run = "last"] = args.words;
  const found = findRun(folders, run);
  await withTempFolder(
    folders,
    (temp) => tagRun(folders, tag, { run: found, temp }),
  );
  writeOut(`tagged run ${found.id} as ${tag}\n`);
};
