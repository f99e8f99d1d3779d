import { assert, assertEquals, assertRejects } from "@std/assert";
import { tryLock, waitForLock } from "./file_lock.ts";
import { lockHolder } from "./lease.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const quiet = { onWait: () => {}, signal: new AbortController().signal };

Deno.test("tryLock() is refused while another holds the lock, and says who", () => {
  using folder = tempFolder();
  const path = `${folder.path}/locks/a.lock`;
  const first = tryLock(path);
  assert(first !== undefined);
  assertEquals(tryLock(path), undefined);
  assertEquals(lockHolder(path)?.pid, Deno.pid);
  first.release();
  const second = tryLock(path);
  assert(second !== undefined);
  second.release();
});

Deno.test("waitForLock() waits until the holder gives the lock back", async () => {
  using folder = tempFolder();
  const path = `${folder.path}/a.lock`;
  const first = tryLock(path);
  let waited: number | undefined;
  const second = waitForLock(path, {
    ...quiet,
    onWait: (holder) => waited = holder?.pid,
  });
  setTimeout(() => first?.release(), 60);
  (await second).release();
  assertEquals(waited, Deno.pid);
});

Deno.test("waitForLock() stops waiting when it is aborted", async () => {
  using folder = tempFolder();
  const path = `${folder.path}/a.lock`;
  const first = tryLock(path);
  const abort = new AbortController();
  const second = waitForLock(path, { ...quiet, signal: abort.signal });
  abort.abort(new Error("stop"));
  await assertRejects(() => second, Error, "stop");
  first?.release();
});
