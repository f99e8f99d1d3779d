import { assertEquals } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { fileNames } from "../../base/read_files.ts";
import type { SweepPlan } from "../../stage.ts";
import { writeRecord } from "../store/action_record.ts";
import { cacheFolders } from "../store/cache_folders.ts";
import { collectGarbage } from "./collect_garbage.ts";
import { recordRun } from "./run_record.ts";
import { recordSweep } from "./sweep_record.ts";

Deno.test("collectGarbage() removes the decisions of sweeps of which no run is kept, unless they are young", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const { temp } = folders;
  Deno.mkdirSync(temp, { recursive: true });
  const names = ["kept", "gone", "tagged", "young"];
  const ids = names.map((pipeline) => {
    recordSweep(folders, pipeline, { by: "a.b" } as SweepPlan, temp);
    const file = "a.yaml";
    const keys = new Map<string, string>();
    const run = { pipeline, file, time: "", commit: null, keys };
    return recordRun(folders, run, { temp });
  });
  for (const name of names.slice(0, 3)) {
    Deno.utimeSync(`${folders.sweeps}/${name}.json`, 0, 0);
  }
  Deno.utimeSync(`${folders.runs}/${ids[0]}.json`, 1e10, 1e10);
  const collect = (remove: boolean) =>
    collectGarbage(folders, { keep: 1, keys: [], runs: [ids[2]!], remove });
  collect(false);
  assertEquals(fileNames(folders.sweeps).length, 4);
  collect(true);
  assertEquals(fileNames(folders.sweeps).sort(), [
    "kept.json",
    "tagged.json",
    "young.json",
  ]);
});

Deno.test("collectGarbage() removes all logs of a result, of earlier attempts too", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const [kept, gone] = ["ab", "cd"].map((part) => part.repeat(32));
  Deno.mkdirSync(folders.logs, { recursive: true });
  for (const key of [kept!, gone!]) {
    const record = { schema: 1 as const, key, instance: "a", outputs: {} };
    writeRecord(folders, record, folders.temp);
    Deno.utimeSync(`${folders.actions}/${key}.json`, 0, 0);
    for (const end of ["log", "1.log"]) {
      Deno.writeTextFileSync(`${folders.logs}/${key}.${end}`, "");
    }
  }
  collectGarbage(folders, { keep: 1, keys: [kept!], remove: true });
  assertEquals(fileNames(folders.logs), [`${kept}.1.log`, `${kept}.log`]);
});

Deno.test("collectGarbage() keeps the times of the steps of kept results", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const [kept, gone] = ["ab", "cd"].map((part) => part.repeat(32));
  Deno.mkdirSync(folders.curves, { recursive: true });
  for (const key of [kept!, gone!]) {
    const record = { schema: 1 as const, key, instance: "a", outputs: {} };
    writeRecord(folders, record, folders.temp);
    Deno.utimeSync(`${folders.actions}/${key}.json`, 0, 0);
    Deno.writeTextFileSync(`${folders.curves}/${key}.jsonl`, "");
  }
  collectGarbage(folders, { keep: 1, keys: [kept!], remove: true });
  assertEquals(fileNames(folders.curves), [`${kept}.jsonl`]);
});
