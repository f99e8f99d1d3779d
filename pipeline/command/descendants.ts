import { cPath, type Libc, O_DIRECTORY, openLibc } from "./libc.ts";

const SET_CHILD_SUBREAPER = 36;
const SIGKILL = 9;

/** Milliseconds between two looks for processes that are still there. */
const PAUSE = 5;
/** Looks after which processes that cannot be killed are left. */
const LOOKS = 200;

/**
 * Makes every process that the calling process starts, and every one that those start, stay below it, whoever of them
 * ends first and whatever they do to their session, group or environment (Linux, see PR_SET_CHILD_SUBREAPER).
 *
 * A stage may not read /proc by Deno's functions, so that the C library does it.
 *
 * @returns Ends all of them, and gives their number. On other systems it finds none.
 */
export function keepDescendants(): () => number {
  const libc = openLibc()?.symbols;
  if (libc?.prctl(SET_CHILD_SUBREAPER, 1n, 0n, 0n, 0n) !== 0) return () => 0;
  return () => {
    const ended = new Set<number>();
    for (let look = 0; look < LOOKS; look++) {
      const living = descendants(libc);
      if (living.length === 0) break;
      for (const pid of living) {
        ended.add(pid);
        libc.kill(pid, SIGKILL);
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
    return ended.size;
  };
}

/** Ids of the living processes below the calling one. */
function descendants(libc: Libc): number[] {
  const below = new Map<number, number[]>();
  for (const pid of processIds(libc)) {
    // The name in parentheses may hold anything; state and parent come after the last one.
    const [state, parent] = readText(libc, `/proc/${pid}/stat`).split(") ")
      .at(-1)!.split(" ");
    if (state === undefined || "ZX".includes(state)) continue;
    below.getOrInsert(Number(parent), []).push(pid);
  }
  const found = [...below.get(Deno.pid) ?? []];
  for (const pid of found) found.push(...below.get(pid) ?? []);
  return found;
}

function processIds(libc: Libc): number[] {
  const folder = libc.open(cPath("/proc"), O_DIRECTORY);
  if (folder < 0) return [];
  const ids: number[] = [];
  const buffer = new Uint8Array(1 << 15);
  const view = new DataView(buffer.buffer);
  for (;;) {
    const size = Number(libc.getdents64(folder, buffer, BigInt(buffer.length)));
    if (size <= 0) break;
    // struct linux_dirent64: the record's length is at 16, the name at 19
    for (let at = 0; at < size; at += view.getUint16(at + 16, true)) {
      const name = buffer.subarray(at + 19, buffer.indexOf(0, at + 19));
      const pid = Number(new TextDecoder().decode(name));
      if (pid > 1) ids.push(pid);
    }
  }
  libc.close(folder);
  return ids;
}

/** The first bytes of a small file; empty if there is none. */
function readText(libc: Libc, path: string): string {
  const file = libc.open(cPath(path), 0);
  if (file < 0) return "";
  const buffer = new Uint8Array(1024);
  const size = Number(libc.read(file, buffer, BigInt(buffer.length)));
  libc.close(file);
  return new TextDecoder().decode(buffer.subarray(0, Math.max(0, size)));
}
