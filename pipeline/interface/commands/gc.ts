import type { Arguments } from "./command.ts";
import { bytesText } from "../../../common/quantities.ts";
import { cacheFolders } from "../../cache/store/cache_folders.ts";
import { collectGarbage } from "../../cache/history/collect_garbage.ts";
import { EXIT } from "../../base/exit_codes.ts";
import { lockedKeys } from "../../cache/history/lock_file.ts";
import { lockCache } from "../../cache/store/lock_cache.ts";
import type { Project } from "../../execution/plan/project.ts";
import { readTags } from "../../cache/history/tags.ts";
import { writeOut } from "../terminal/write_out.ts";

/** Runs that stay where the command line says nothing. */
const KEEP = 10;

/**
 * `gc`: says what no kept run, no tag and no lock file of the project uses; with `--yes`, deletes it.
 *
 * @param args The command line.
 * @param project The project.
 * @returns Exit code 0.
 */
export async function gc(
  args: Arguments,
  project: Project,
): Promise<number> {
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
    const keys = [
      ...[...readTags(folders).values()].flatMap(({ keys }) =>
        Object.values(keys)
      ),
      ...lockedKeys(project.folder),
    ];
    const found = collectGarbage(folders, { keep, keys, remove });
    if (args.flags.json) {
      writeOut(`${JSON.stringify({ ...found, removed: remove })}\n`);
      return EXIT.done;
    }
    writeOut(
      `${
        remove ? "deleted" : "would delete"
      } ${found.actions.length} results, ${found.blobs} blobs, ${
        bytesText(found.bytes)
      }; ${found.kept} results of the last ${keep} runs, of tags and of lock files stay\n`,
    );
    if (!remove && found.blobs + found.actions.length > 0) {
      writeOut("gc --yes deletes them\n");
    }
    return EXIT.done;
  } finally {
    lock?.release();
  }
}
