import type { RunCommand } from "../command.ts";
import { bytesText } from "../../../../common/quantities.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { collectGarbage } from "../../../cache/history/collect_garbage.ts";
import { lockedKeys } from "../../../cache/history/lock_file.ts";
import { registeredRoots } from "../../../cache/history/registered_roots.ts";
import { lockCache } from "../../../cache/store/lock_cache.ts";
import { readTags } from "../../../cache/history/tags.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/** Default of `--keep`. */
const KEEP = 10;

/** `gc`: lists what no kept run, no tag and no lock file of the project uses; `--yes` deletes it. */
export const gc: RunCommand = async (args, project) => {
  const folders = cacheFolders(project.cache);
  const { keep = KEEP, yes: remove = false, wait = true } = args.flags;
  const lock = remove
    ? await lockCache(folders, {
      alone: true,
      wait,
      onWait: () => writeOut("waiting for a run to end\n"),
    })
    : undefined;
  try {
    const others = registeredRoots(folders, project.folder);
    const tagged = [...readTags(folders).values()];
    const keys = [
      ...others.keys,
      ...tagged.flatMap(({ keys }) => Object.values(keys)),
      ...lockedKeys(project.folder),
    ];
    const found = collectGarbage(folders, {
      keep,
      keys,
      runs: [...others.runs, ...tagged.map(({ id }) => id)],
      remove,
    });
    if (args.flags.json) {
      return writeJson({ ...found, removed: remove });
    }
    writeOut(
      `${
        remove ? "deleted" : "would delete"
      } ${found.actions.length} results, ${found.blobs} blobs, ${
        bytesText(found.bytes)
      }; kept ${found.kept} results of the last ${keep} runs, of tags and of lock files${
        found.newer === 0 ? "" : `, and ${found.newer} of a newer version`
      }\n`,
    );
    if (!remove && found.blobs + found.actions.length > 0) {
      writeOut("gc --yes deletes them\n");
    }
  } finally {
    lock?.release();
  }
};
