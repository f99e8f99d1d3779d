import type { RunCommand } from "../command.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { quarantineBlob } from "../../../cache/store/blob_store.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { verifyCache } from "../../../cache/store/verify_cache.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/**
 * `verify`: checks every blob of the cache against its hash, and moves damaged ones to the quarantine.
 *
 * @returns Exit code 0, or 4 if something is damaged or missing.
 */
export const verify: RunCommand = async (args, project) => {
  const folders = cacheFolders(project.cache);
  const found = await verifyCache(
    folders,
    navigator.hardwareConcurrency,
  );
  for (const { blob, state } of found.damages) {
    if (blob !== null && state === "damaged") quarantineBlob(folders, blob);
  }
  if (args.flags.json) {
    writeJson(found);
  } else {
    for (const { blob, state, action, instance, output } of found.damages) {
      writeOut(
        blob === null
          ? `damaged: record of action ${action}\n`
          : `${state}: blob sha256:${blob}, output ${output} of ${instance}, action ${action}\n`,
      );
    }
    writeOut(
      `checked ${found.blobs} blobs of ${found.actions} actions${
        found.newer === 0
          ? ""
          : ` (not ${found.newer} results of a newer version)`
      }, ${found.damages.length} damaged${
        found.damages.length === 0
          ? ""
          : ": a run that needs them makes them again"
      }\n`,
    );
  }
  return found.damages.length === 0 ? EXIT.done : EXIT.damaged;
};
