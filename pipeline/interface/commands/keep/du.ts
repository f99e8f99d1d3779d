import { stageOf } from "../../../definition/graph/point.ts";
import { ifPossible } from "../../../../common/if_possible.ts";
import { readRecord, storedKeys } from "../../../cache/store/action_record.ts";
import type { RunCommand } from "../command.ts";
import { bytesText } from "../../../../common/quantities.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { storedBlobs } from "../../../cache/history/collect_garbage.ts";
import { manifestBlobs } from "../../../cache/store/manifest.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/** Folders of the cache that `du` tells besides its results. */
const PARTS = [
  "checkpoints",
  "continued",
  "curves",
  "failed",
  "quarantine",
  "logs",
  "work",
  "jobs",
] as const;

/** `du`: shows what takes space in the cache: folders, and results by stage. */
export const du: RunCommand = (args, project) => {
  const folders = cacheFolders(project.cache);
  let results = 0;
  for (const { size } of storedBlobs(folders)) results += size;
  const parts: Record<string, number> = { results };
  for (const name of PARTS) parts[name] = folderSize(folders[name]);
  const stages: Record<string, number> = {};
  for (const key of storedKeys(folders)) {
    const record = readRecord(folders, key);
    if (typeof record !== "object") continue;
    const stage = stageOf(record.instance);
    for (const manifest of Object.values(record.outputs)) {
      for (const { size } of manifestBlobs(manifest)) {
        stages[stage] = (stages[stage] ?? 0) + size;
      }
    }
  }
  if (args.flags.json) {
    return writeJson({ cache: parts, stages });
  }
  writeOut(
    `${folders.root}\n${
      lines(parts)
    }stages (contents that several stages share count for each)\n${
      lines(stages)
    }`,
  );
};

function lines(sizes: Readonly<Record<string, number>>): string {
  return Object.entries(sizes).sort(([, a], [, b]) => b - a)
    .map(([name, size]) => `${bytesText(size).padStart(9)}  ${name}\n`).join(
      "",
    );
}

function folderSize(path: string): number {
  const entries = ifPossible(() => [...Deno.readDirSync(path)]) ?? [];
  return entries.reduce((sum, { name, isDirectory, isFile }) => {
    const inner = `${path}/${name}`;
    if (isDirectory) return sum + folderSize(inner);
    return sum + (isFile ? Deno.statSync(inner).size : 0);
  }, 0);
}
