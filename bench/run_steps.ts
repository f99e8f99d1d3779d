/** A command of a longer measurement. */
export interface BenchStep {
  /** Name in the record. */
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Seconds after which it is ended. */
  readonly limit: number;
  /** Variables that are set besides the present ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** Makes the result of standard output; may throw, which fails the step. */
  readonly read?: (out: string) => unknown;
}

/** Record of a step, also of one that no time was left for. */
export interface StepRecord {
  /** Name of the step. */
  readonly name: string;
  /** True for one that ended with status 0 and whose output could be read. */
  readonly ok: boolean;
  /** Seconds of wall time. */
  readonly seconds: number;
  /** Status that it ended with; null for one that did not start. */
  readonly code: number | null;
  /** True for one that was ended after its limit. */
  readonly timedOut: boolean;
  /** Result that was read from its output. */
  readonly result?: unknown;
  /** Why it failed, and the end of its output. */
  readonly trouble?: string;
}

/** Status with which coreutils' `timeout` ends after the limit; 137 where the command had to be killed. */
const TIMED_OUT: readonly number[] = [124, 137];

/** Characters of output that the record of a failed step keeps. */
const TAIL = 2000;

/**
 * Runs steps one after the other. One that fails or exceeds its limit is recorded, and the others go on; `timeout` ends
 * its whole process group.
 *
 * @param left Seconds that are left for all of them, asked before each: a step gets no more, and none starts without any.
 * @param report Called after each step.
 */
export async function runSteps(
  steps: readonly BenchStep[],
  { left, report }: {
    readonly left: () => number;
    readonly report: (record: StepRecord) => void;
  },
): Promise<StepRecord[]> {
  const records: StepRecord[] = [];
  for (const step of steps) {
    const limit = Math.floor(Math.min(step.limit, left()));
    const record = limit < 1
      ? failed(step.name, "No time was left for it")
      : await runStep(step, limit);
    records.push(record);
    report(record);
  }
  return records;
}

async function runStep(
  { name, command, env = {}, read }: BenchStep,
  limit: number,
): Promise<StepRecord> {
  const began = performance.now();
  const { code, stdout, stderr } = await new Deno.Command("timeout", {
    args: ["--kill-after=5", String(limit), ...command],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  const seconds = Math.round(performance.now() - began) / 1000;
  const text = new TextDecoder();
  const out = text.decode(stdout);
  const timedOut = TIMED_OUT.includes(code);
  const said = resultOf(read, out);
  const common = { seconds, code, timedOut, ...said.result };
  const trouble = timedOut
    ? `Ended after ${limit} s`
    : code !== 0
    ? `Ended with ${code}`
    : said.trouble;
  if (trouble === undefined) return { name, ok: true, ...common };
  const tail = `${out}\n${text.decode(stderr)}`.trim().slice(-TAIL);
  return { ...failed(name, `${trouble}: ${tail}`), ...common };
}

/** The result in the output, or why none could be read; a step that fails may have one, too. */
function resultOf(
  read: BenchStep["read"],
  out: string,
): { result?: { result: unknown }; trouble?: string } {
  if (read === undefined) return {};
  try {
    return { result: { result: read(out) } };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

function failed(name: string, trouble: string): StepRecord {
  return { name, ok: false, seconds: 0, code: null, timedOut: false, trouble };
}
