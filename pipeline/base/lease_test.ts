import { assert, assertEquals } from "@std/assert";
import { tryLock } from "./file_lock.ts";
import { holderElsewhere, holdLease, lockHolder } from "./lease.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const TIMES = { lives: 60_000, beats: 40 };

function inFolder(work: (path: string) => Promise<void> | void) {
  return async () => {
    using folder = tempFolder();
    await work(`${folder.path}/a.lock`);
  };
}

/** The lease that another host writes. */
function elsewhere(path: string): void {
  const holder = { pid: 7, host: "node2", boot: "other", since: "2026" };
  Deno.writeTextFileSync(path, JSON.stringify(holder));
}

function wait(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

Deno.test(
  "holdLease() gives signs of life until it ends",
  inFolder(async (path) => {
    const file = Deno.openSync(path, { write: true, create: true });
    const lease = holdLease(file, TIMES);
    Deno.utimeSync(path, 0, 0);
    await wait(120);
    assert(Deno.statSync(path).mtime!.getTime() > Date.now() - 10_000);
    assertEquals(lockHolder(path)?.pid, Deno.pid);
    lease.end();
    assertEquals(lockHolder(path), undefined);
    file.close();
  }),
);

Deno.test(
  "holderElsewhere() believes a lease of another host as long as it lives",
  inFolder((path) => {
    assertEquals(holderElsewhere(path, TIMES), undefined);
    elsewhere(path);
    assertEquals(holderElsewhere(path, TIMES)?.host, "node2");
    assertEquals(tryLock(path), undefined);
    Deno.utimeSync(path, 1, 1);
    assertEquals(holderElsewhere(path, TIMES), undefined);
    // A lease of this host's processes says nothing: its kernel knows better.
    const file = Deno.openSync(path, { write: true });
    holdLease(file, TIMES);
    assertEquals(holderElsewhere(path, TIMES), undefined);
    file.close();
  }),
);

Deno.test(
  "holderElsewhere() passes over text that is no lease",
  inFolder((path) => {
    for (const text of ["", "{", "null", "7", '{"pid":1,"host":"node2"}']) {
      Deno.writeTextFileSync(path, text);
      assertEquals(holderElsewhere(path, TIMES), undefined);
    }
  }),
);
