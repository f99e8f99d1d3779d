/** What became of the tests of a file. */
export interface FileOutcome {
  readonly passed: number;
  readonly ignored: number;
  readonly failed: readonly { readonly name: string; readonly why: string }[];
}

/** How test files are run. */
export interface TestFilesRun {
  /** Deno with all that stands before its arguments, such as an emulator. */
  readonly deno: readonly string[];
  /** Folder that the files are named from. */
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** Seconds of the processor, not of the clock, that one file may take. */
  readonly limit: number;
}

/** Lines of a stream. */
async function* lines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
  if (rest !== "") yield rest;
}

/** Seconds of the processor that a process and its ended children have taken, of user and system. */
function processorSeconds(pid: number): number {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // fields 14 to 17 of proc(5), in hundredths
    return fields.slice(11, 15).reduce((sum, ticks) => sum + +ticks, 0) / 100;
  } catch {
    return 0; // ended meanwhile
  }
}

/**
 * Runs test files in one process, as that spares them an engine each, and yields each as it ends. One that takes too long
 * or ends the process has failed, and a new process goes on with those after it.
 */
export async function* runTestFiles(
  files: readonly string[],
  run: TestFilesRun,
): AsyncGenerator<[file: string, outcome: FileOutcome]> {
  let left = [...files];
  while (left.length > 0) {
    let last: string | undefined;
    for await (const [file, outcome] of runOnce(left, run)) {
      yield [file, outcome];
      left = left.filter((other) => other !== file);
      last = file;
    }
    if (last === undefined) {
      const why = "the process ended before its first test";
      yield [left[0]!, { passed: 0, ignored: 0, failed: [{ name: "", why }] }];
      left = left.slice(1);
    }
  }
}

/** Yields the files whose tests began in one process. */
async function* runOnce(
  files: readonly string[],
  { deno, root, env, limit }: TestFilesRun,
): AsyncGenerator<[string, FileOutcome]> {
  const [command, ...before] = deno;
  const process = new Deno.Command(command!, {
    args: [...before, "test", "-A", "--no-check", "--reporter=tap", ...files],
    cwd: root,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let began = 0;
  let slow = false;
  const watch = setInterval(() => {
    if (processorSeconds(process.pid) - began < limit) return;
    slow = true;
    process.kill("SIGKILL");
  }, 1000);
  let file: string | undefined;
  let outcome = { passed: 0, ignored: 0, failed: [] as FileOutcome["failed"] };
  let complete = false;
  try {
    for await (const line of lines(process.stdout)) {
      const header = /^# (\S+_test\.ts)$/.exec(line);
      const test = /^(not )?ok \d+ - (.*?)( # SKIP.*)?$/.exec(line);
      const reason = /^ {2}(\{"message".*)$/.exec(line);
      const failed = outcome.failed;
      if (header !== null) {
        if (file !== undefined) yield [file, outcome];
        file = header[1]!.replace(/^\.\//, "");
        began = processorSeconds(process.pid);
        outcome = { passed: 0, ignored: 0, failed: [] };
      } else if (test?.[1] !== undefined) {
        outcome = {
          ...outcome,
          failed: [...failed, { name: test[2]!, why: "" }],
        };
      } else if (test !== null) {
        outcome[test[3] === undefined ? "passed" : "ignored"]++;
      } else if (reason !== null && failed.length > 0) {
        const { message } = JSON.parse(reason[1]!) as { message: string };
        const one = { ...failed.at(-1)!, why: message };
        outcome = { ...outcome, failed: [...failed.slice(0, -1), one] };
      } else if (/^1\.\.\d+$/.test(line)) complete = true;
    }
  } finally {
    clearInterval(watch);
  }
  const { code, signal } = await process.status;
  if (file === undefined) return;
  if (!complete) {
    const why = slow
      ? `took more than ${limit} seconds of the processor`
      : `ended the process with ${signal ?? code}`;
    outcome = { ...outcome, failed: [...outcome.failed, { name: "", why }] };
  }
  yield [file, outcome];
}
