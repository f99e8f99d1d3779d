import process from "node:process";

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
  try {
    return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name))
      .filter((pid) => pid > 1);
  } catch {
    return [];
  }
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
