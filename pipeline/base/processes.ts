import process from "node:process";
import { namesOrNone } from "./read_files.ts";
import { ifPossible } from "../../common/if_possible.ts";

/** True when a process with this id exists. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

/**
 * Kills a process with its process group and everything below it. What it started is killed first, while it still tells
 * whose it is; the process itself is halted meanwhile.
 *
 * @param pid Id of the process, which leads its group.
 */
export function endProcessTree(pid: number): void {
  signal(pid, "SIGSTOP");
  // The halted process collects none of the killed ones, which stay below it until it ends.
  const killed = new Set<number>();
  for (let living = descendants(pid); living.length > 0;) {
    for (const child of living) {
      signal(child, "SIGKILL");
      killed.add(child);
    }
    living = descendants(pid).filter((child) => !killed.has(child));
  }
  signal(-pid, "SIGKILL");
}

function signal(pid: number, name: Deno.Signal): void {
  // It may be gone already.
  ifPossible(() => Deno.kill(pid, name));
}

/** Ids of the processes below another one; none without /proc. */
function descendants(root: number): number[] {
  const below = new Map<number, number[]>();
  for (const pid of processIds()) {
    try {
      // The name in parentheses may hold anything; state and parent come after the last one.
      const [, parent] = Deno.readTextFileSync(`/proc/${pid}/stat`)
        .split(") ").at(-1)!.split(" ");
      below.set(Number(parent), [...below.get(Number(parent)) ?? [], pid]);
    } catch {
      // It ended meanwhile.
    }
  }
  const found = [...below.get(root) ?? []];
  for (const pid of found) found.push(...below.get(pid) ?? []);
  return found;
}

/**
 * Kills every process whose environment names a stage's temporary folder: those that left the stage's process group (by
 * setsid, or as a daemon) and would keep writing. Needs /proc.
 *
 * @param temp Temporary folder of the stage, which is in the environment of everything that it started.
 */
export function endLeftovers(temp: string): void {
  const mark = new TextEncoder().encode(`TMPDIR=${temp}\0`);
  for (const pid of processIds()) {
    try {
      if (!includes(Deno.readFileSync(`/proc/${pid}/environ`), mark)) continue;
      if (pid !== Deno.pid) Deno.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
}

function processIds(): number[] {
  return namesOrNone("/proc").map(Number).filter((pid) => pid > 1);
}

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  for (
    let at = bytes.indexOf(part[0]!);
    at >= 0 && at + part.length <= bytes.length;
    at = bytes.indexOf(part[0]!, at + 1)
  ) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
