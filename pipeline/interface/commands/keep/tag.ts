import { findRun, tagRun } from "../../../cache/history/tags.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { writeOut } from "../../terminal/write_out.ts";
import type { RunCommand } from "../command.ts";

/** `tag NAME [RUN]`: protects a run from gc, by default the last one. */
export const tag: RunCommand = (args, project) => {
  const folders = cacheFolders(project.cache);
  const [tag = "", run = "last"] = args.words;
  const found = findRun(folders, run);
  tagRun(folders, tag, found);
  writeOut(`tagged run ${found.id} as ${tag}\n`);
};
