import { findRun, tagRun } from "../../../cache/history/tags.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { openTempFolder } from "../../../cache/store/temp_folder.ts";
import { writeOut } from "../../terminal/write_out.ts";
import type { RunCommand } from "../command.ts";

/** `tag NAME [RUN]`: protects a run from gc, by default the last one. */
export const tag: RunCommand = (args, project) => {
  const folders = cacheFolders(project.cache);
  const [tag = "", run = "last"] = args.words;
  const found = findRun(folders, run);
  using temp = openTempFolder(folders);
  tagRun(folders, tag, { run: found, temp: temp.path });
  writeOut(`tagged run ${found.id} as ${tag}\n`);
};
