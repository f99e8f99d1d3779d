// Commands in this process, for tests that are not about processes: starting one would take most of their time.
import { AsyncLocalStorage } from "node:async_hooks";
import { runCommandLine } from "../../pipeline/interface/cli/command_line.ts";
import { ROOT } from "./root.ts";

/** How a command ended. */
export interface Ended {
  /** Exit code. */
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly err: string;
}

/** What a command has written so far. */
interface Written {
  readonly out: Uint8Array[];
  readonly err: string[];
}

const written = new AsyncLocalStorage<Written>();

const { stdout } = Deno;
const write = stdout.writeSync.bind(stdout);
const isTerminal = stdout.isTerminal.bind(stdout);
const error = console.error.bind(console);
stdout.writeSync = (bytes) => {
  const command = written.getStore();
  if (command === undefined) return write(bytes);
  command.out.push(bytes.slice());
  return bytes.length;
};
stdout.isTerminal = () => written.getStore() === undefined && isTerminal();
console.error = (...values) => {
  const command = written.getStore();
  if (command === undefined) return error(...values);
  command.err.push(`${values.join(" ")}\n`);
};

/** Commands at work, the folder in which they are, and the one from which the first of them was started. */
let running = 0;
let standing = "";
let before = "";

/**
 * Runs a command to its end, from a folder, in which this process stands meanwhile. What stages declare in modules is
 * read once in this process, even if a file changes.
 *
 * @throws {RangeError} If a command of another folder is at work: a process stands in one folder at a time.
 */
export async function commandHere(
  args: readonly string[],
  folder: string,
): Promise<Ended> {
  if (running > 0 && folder !== standing) {
    throw new RangeError(
      `Expected commands of ${standing} alone but found one of ${folder}`,
    );
  }
  if (running === 0) before = Deno.cwd();
  Deno.chdir(folder);
  standing = folder;
  running++;
  const command: Written = { out: [], err: [] };
  try {
    const code = await written.run(
      command,
      () => runCommandLine([...args, "--project", folder], ROOT),
    );
    const out = await new Blob(command.out as BlobPart[]).text();
    return { code, out, err: command.err.join("") };
  } finally {
    if (--running === 0) Deno.chdir(before);
  }
}
