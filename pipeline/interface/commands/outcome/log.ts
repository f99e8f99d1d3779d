import type { RunCommand } from "../command.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { readRuns } from "../../../cache/history/run_record.ts";
import { readHistory } from "../../../cache/history/run_history.ts";
import { readTags } from "../../../cache/history/tags.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";
import { historyLines, joinHistory } from "./history_text.ts";
import { logInstance } from "./log_instance.ts";

/** Runs on a terminal, which shows no more at a time. */
const MOST_RUNS = 30;

/**
 * `log`: lists the runs, the last one first, those that failed, were interrupted or killed too.
 * `log INSTANCE`: prints the epochs that an instance has measured when it ran last, and its log.
 */
export const log: RunCommand = (args, project) => {
  const folders = cacheFolders(project.cache);
  const [instance] = args.words;
  const { json = false, all = false } = args.flags;
  if (instance !== undefined) {
    return logInstance(instance, folders, { json, all });
  }
  const runs = joinHistory(readHistory(folders), readRuns(folders));
  if (json) return writeJson(runs);
  const tags = new Map<string, string[]>();
  for (const [tag, { id }] of readTags(folders)) {
    tags.getOrInsertComputed(id, () => []).push(tag);
  }
  const most = Deno.stdout.isTerminal() && !all ? MOST_RUNS : Infinity;
  const more = runs.length - most;
  writeOut(historyLines(runs.slice(0, most), tags));
  if (more > 0) writeOut(`and ${more} earlier ones: log --all\n`);
};
