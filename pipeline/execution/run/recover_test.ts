import { assert, assertEquals } from "@std/assert";
import { cacheFolders } from "../../cache/store/cache_folders.ts";
import { tryLock } from "../../base/file_lock.ts";
import { writeRecord } from "../../cache/store/action_record.ts";
import { recover } from "./recover.ts";
import { openTempFolder } from "../../cache/store/temp_folder.ts";
import { actionLockPath } from "../job/stage_lock.ts";
import { draftFolder } from "../../base/write_atomic.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("recover() removes what dead processes left and nothing of living ones", async () => {
  using folder = tempFolder();
  const cache = cacheFolders(folder.path);
  const living = openTempFolder(cache);
  Deno.mkdirSync(`${cache.temp}/dead`);
  Deno.writeTextFileSync(`${cache.temp}/dead.lock`, "{}");
  Deno.mkdirSync(`${cache.work}/dead/out`, { recursive: true });
  Deno.mkdirSync(`${cache.work}/running/out`, { recursive: true });
  const lock = tryLock(actionLockPath(cache, "running"));
  await recover(cache, (message) => assertEquals(message, ""));
  assertEquals(names(cache.work), ["running"]);
  const id = living.path.slice(cache.temp.length + 1);
  assertEquals(names(cache.temp), [id, `${id}.lock`]);
  living.close();
  assertEquals(names(cache.temp), []);
  assert(lock !== undefined);
  lock.release();
});

Deno.test("recover() removes drafts of a memory whose writer was killed, and none that is being written", async () => {
  using folder = tempFolder();
  const cache = cacheFolders(folder.path);
  const memories = [cache.emit, cache.parsed, cache.outside].map(draftFolder);
  const past = Date.now() / 1000 - 2 * 3600;
  for (const drafts of memories) {
    Deno.mkdirSync(drafts, { recursive: true });
    for (const name of ["young", "old"]) {
      Deno.writeTextFileSync(`${drafts}/${name}`, "half");
    }
    Deno.utimeSync(`${drafts}/old`, past, past);
  }
  await recover(cache, (message) => assertEquals(message, ""));
  for (const drafts of memories) assertEquals(names(drafts), ["young"]);
});

Deno.test("recover() removes the checkpoint of a stored action, and keeps one to resume from", async () => {
  using folder = tempFolder();
  const cache = cacheFolders(folder.path);
  for (const key of ["stored", "unfinished", "running"]) {
    Deno.mkdirSync(`${cache.checkpoints}/${key}`, { recursive: true });
  }
  const temp = openTempFolder(cache);
  for (const key of ["stored", "running"]) {
    writeRecord(
      cache,
      { schema: 1, key, instance: "a", outputs: {} },
      temp.path,
    );
  }
  temp.close();
  const lock = tryLock(actionLockPath(cache, "running"));
  await recover(cache, (message) => assertEquals(message, ""));
  assertEquals(names(cache.checkpoints), ["running", "unfinished"]);
  assert(lock !== undefined);
  lock.release();
});
