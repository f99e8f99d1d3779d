import { assert, assertEquals, assertRejects } from "@std/assert";
import { tryLock, waitForLock } from "./file_lock.ts";
import { lockHolder } from "./lease.ts";

const quiet = { onWait: () => {}, signal: new AbortController().signal };

Deno.test("tryLock() is refused while another holds the lock, and says who", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/locks/a.lock`;
    const first = tryLock(path);
    assert(first !== undefined);
    assertEquals(tryLock(path), undefined);
    assertEquals(lockHolder(path)?.pid, Deno.pid);
    first.release();
    const second = tryLock(path);
    assert(second !== undefined);
    second.release();
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("waitForLock() waits until the holder gives the lock back", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.lock`;
    const first = tryLock(path);
    let waited: number | undefined;
    const second = waitForLock(path, {
      ...quiet,
      onWait: (holder) => waited = holder?.pid,
    });
    setTimeout(() => first?.release(), 60);
    (await second).release();
    assertEquals(waited, Deno.pid);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("waitForLock() stops waiting when it is aborted", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.lock`;
    const first = tryLock(path);
    const abort = new AbortController();
    const second = waitForLock(path, { ...quiet, signal: abort.signal });
    abort.abort(new Error("stop"));
    await assertRejects(() => second, Error, "stop");
    first?.release();
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
