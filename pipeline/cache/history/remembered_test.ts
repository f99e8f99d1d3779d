import { assertEquals } from "@std/assert";
import { cacheFolders } from "../store/cache_folders.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { rememberedRun } from "./remembered.ts";
import { readRuns, recordRun } from "./run_record.ts";

Deno.test("rememberedRun() has the keys of the pipeline's last run, unless something was remembered after it", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const record = (pipeline: string, key: string, time: number) => {
    const run = { pipeline, file: "p.yaml", time: "", commit: null };
    const keys = new Map([["stage", key]]);
    const id = recordRun(folders, { ...run, keys }, { temp: folders.temp });
    Deno.utimeSync(`${folders.runs}/${id}.json`, time, time);
  };
  const rememberAt = (time: number) => {
    Deno.mkdirSync(`${folders.instances}/p`, { recursive: true });
    Deno.utimeSync(`${folders.instances}/p`, time, time);
  };
  record("p", "a", 1000);
  assertEquals(rememberedRun(folders, "p")?.keys, undefined);
  rememberAt(999);
  record("other", "b", 1001);
  assertEquals(rememberedRun(folders, "p")?.keys, { stage: "a" });
  record("p", "c", 1002);
  assertEquals(rememberedRun(folders, "p")?.keys, { stage: "c" });
  rememberAt(1002);
  assertEquals(rememberedRun(folders, "p")?.keys, undefined);
  record("p", "d", Date.now() / 1000 + 100);
  assertEquals(rememberedRun(folders, "p")?.keys, undefined);
  assertEquals(readRuns(folders).length, 4);
});
