import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Executor, JobState } from "./executor.ts";
import type { StageJob } from "../job/stage_job.ts";
import { writeResult } from "../job/job_result.ts";
import type { JobResult } from "../job/read_result.ts";
import { runJob } from "./run_job.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

interface Script {
  /** States that the executor reports, poll by poll; the last one stays. */
  readonly states: readonly JobState[];
  /** Files that become visible at a poll, from 0. */
  readonly at?: Readonly<Record<number, (work: string) => void>>;
}

const RUNNING: JobState = { type: "running" };
const GONE: JobState = { type: "gone", how: "was ended by SIGKILL" };
const done = (files?: JobResult["files"]) => (work: string) =>
  writeResult(`${work}/end`, {
    status: "done",
    message: "",
    ...(files === undefined ? {} : { files }),
  }, false);
const write = (text: string) => (work: string) =>
  Deno.writeTextFileSync(`${work}/out/o`, text);

async function play(script: Script, patience = 0.3) {
  using work = tempFolder();
  const said: string[] = [];
  let looks = 0;
  let submitted = 0;
  for (const name of ["out", "end"]) Deno.mkdirSync(`${work.path}/${name}`);
  const executor: Executor<number> = {
    name: "fake",
    detached: true,
    patience,
    folder: () => work.path,
    attach: () => Promise.resolve(undefined),
    submit: () => Promise.resolve(++submitted),
    poll: () => {
      script.at?.[looks]?.(work.path);
      return Promise.resolve(script.states[looks++] ?? script.states.at(-1)!);
    },
    cancel: () => Promise.resolve(),
    changed: () => Promise.resolve(),
  };
  const job = {
    work: work.path,
    onMessage: (message: { line?: string }) => said.push(message.line ?? ""),
    onOutput: () => {},
  } as unknown as StageJob;

  const { exit } = await runJob(executor, job);
  return { ...await exit, submitted, said, looks };
}

Deno.test("runJob() takes the result, whatever the executor says", async () => {
  for (
    const states of [
      [RUNNING, RUNNING, GONE],
      [{ ...GONE, how: "FAILED" }],
      [RUNNING, RUNNING, RUNNING],
      [{ type: "unknown", why: "down" } as const],
      [{ type: "waiting" } as const, { type: "waiting" } as const],
    ]
  ) {
    const { ok } = await play({ states, at: { 0: done() } });
    assert(ok, JSON.stringify(states));
  }
});

Deno.test("runJob() waits for a result that becomes visible late", async () => {
  const late = (work: string) => {
    setTimeout(() => done()(work), 150);
  };
  assert((await play({ states: [GONE], at: { 0: late } }, 2)).ok);
  assert(!(await play({ states: [GONE], at: { 0: late } }, 0)).ok);
});

Deno.test("runJob() waits for outputs that become visible late, and names one that does not", async () => {
  const late = (work: string) => {
    done({ o: 5 })(work);
    write("ha")(work);
    setTimeout(() => write("whole")(work), 150);
  };
  assert((await play({ states: [GONE], at: { 0: late } }, 2)).ok);
  const short = (work: string) => {
    done({ o: 5 })(work);
    write("ha")(work);
  };
  const { ok, message } = await play({ states: [GONE], at: { 0: short } });
  assert(!ok);
  assertStringIncludes(
    message,
    "o, which the job wrote, is missing or too short after",
  );
});

Deno.test("runJob() does not call what it does not know a failure", async () => {
  const unknown = { type: "unknown", why: "no answer" } as const;
  const { ok, said, looks } = await play({
    states: [RUNNING, unknown, unknown, unknown, RUNNING, GONE],
    at: { 5: done() },
  });
  assert(ok);
  assertEquals(looks, 6);
  assertEquals(said, ["fake: no answer"]);
});

Deno.test("runJob() submits a job that was taken away again, and not one that ended by itself", async () => {
  const lost: JobState = { type: "gone", how: "lost its node", lost: true };
  const again = await play({
    states: [RUNNING, lost, RUNNING, GONE],
    at: { 3: done() },
  });
  assertEquals([again.ok, again.submitted], [true, 2]);
  const ended = await play({ states: [RUNNING, GONE] });
  assertEquals([ended.ok, ended.submitted], [false, 1]);
  assertEquals(
    ended.message,
    "the process was ended by SIGKILL before it was done",
  );
  // One that is lost for ever is given up.
  const forever = await play({ states: [lost] }, 0);
  assertEquals([forever.ok, forever.submitted], [false, 11]);
});

Deno.test("runJob() resumes a job that was stopped without being asked to", async () => {
  const { ok } = await play({
    states: [RUNNING, RUNNING, RUNNING, GONE],
    at: {
      0: (work) =>
        writeResult(
          `${work}/end`,
          { status: "stopped", message: "" },
          false,
        ),
      3: done(),
    },
  });
  assert(ok);
});
