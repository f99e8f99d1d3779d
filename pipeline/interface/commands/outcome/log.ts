import type { RunCommand } from "../command.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { readJournal } from "../../../cache/history/journal.ts";
import { fileNames } from "../../../base/read_files.ts";
import { readRuns } from "../../../cache/history/run_record.ts";
import { didYouMean } from "../../../../common/did_you_mean.ts";
import { readTags } from "../../../cache/history/tags.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/** `log [INSTANCE]`: lists the runs, or prints the logs of an instance that ran last. */
export const log: RunCommand = (args, project) => {
  const folders = cacheFolders(project.cache);
  const [instance] = args.words;
  if (instance !== undefined) {
    const key = lastKey(folders.journal, instance);
    const names = fileNames(folders.logs).filter((name) =>
      name.startsWith(`${key}.`)
    );
    for (const name of names) {
      writeOut(Deno.readTextFileSync(`${folders.logs}/${name}`));
    }
    return EXIT.done;
  }
  const runs = readRuns(folders);
  if (args.flags.json) {
    return writeJson(runs);
  }
  const tags = [...readTags(folders)];
  for (const run of runs) {
    const names = tags.filter(([, tagged]) => tagged.id === run.id)
      .map(([tag]) => ` [${tag}]`).join("");
    writeOut(
      `${run.id}  ${
        run.time.slice(0, 19).replace("T", " ")
      }  ${run.pipeline}  ${Object.keys(run.keys).length} results  ${
        run.commit?.slice(0, 10) ?? "no commit"
      }${names}\n`,
    );
  }
};

function lastKey(journal: string, instance: string): string {
  const lines = readJournal(journal);
  const found = lines.findLast((line) => line.instance === instance);
  if (found !== undefined) return found.key;
  const known = [...new Set(lines.map((line) => line.instance))];
  throw usageError(
    `Expected an instance that ran (${
      known.slice(-8).join(", ")
    }) but found ${instance}${didYouMean(instance, known)}`,
  );
}
