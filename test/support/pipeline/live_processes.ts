/** A process that runs. */
export interface LiveProcess {
  readonly pid: number;
  /** Command line. */
  readonly command: string;
}

/** The living processes that a process started, and those which they started; read from /proc. */
export function liveProcesses(parent: number): LiveProcess[] {
  const processes = [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    try {
      // The name in parentheses may hold anything; state and parent come after the last one.
      const [state, above] = Deno.readTextFileSync(`/proc/${name}/stat`)
        .split(") ").at(-1)!.split(" ");
      const command = Deno.readTextFileSync(`/proc/${name}/cmdline`)
        .replaceAll("\0", " ");
      return state === "Z" || command === ""
        ? []
        : [{ pid: Number(name), above: Number(above), command }];
    } catch {
      return [];
    }
  });
  const below = (pid: number): LiveProcess[] =>
    processes.filter(({ above }) => above === pid)
      .flatMap((child) => [child, ...below(child.pid)]);
  return below(parent);
}
