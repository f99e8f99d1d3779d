import { assert, assertEquals } from "@std/assert";
import type { Job } from "./job_queue.ts";
import { schedule, type ScheduleOptions } from "./schedule.ts";

function job(name: string, needs: string[] = [], more: Partial<Job> = {}): Job {
  return {
    name,
    needs,
    cpus: 1,
    memory: 10,
    gpus: 0,
    weight: () => 1,
    ...more,
  };
}

async function run(
  jobs: Job[],
  more: Partial<ScheduleOptions> & { failing?: string[]; cached?: string[] } =
    {},
) {
  const started: string[] = [];
  let running = 0;
  let most = 0;
  const outcomes = await schedule(jobs, {
    jobs: 8,
    cpus: 8,
    memory: 100,
    gpus: 0,
    keepGoing: false,
    signal: new AbortController().signal,
    probe: (name) => Promise.resolve(more.cached?.includes(name) ?? false),
    work: async (name) => {
      started.push(name);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
      return !(more.failing?.includes(name) ?? false);
    },
    ...more,
  });
  return { started, most, outcomes: Object.fromEntries(outcomes) };
}

Deno.test("schedule() starts a job only after what it needs", async () => {
  const { started } = await run([job("a"), job("b", ["a"]), job("c", ["b"])]);
  assertEquals(started, ["a", "b", "c"]);
});

Deno.test("schedule() takes the longest remaining path first", async () => {
  const { started } = await run([
    job("short"),
    job("long"),
    job("tail", ["long"], { weight: () => 9 }),
  ], { jobs: 1 });
  assertEquals(started[0], "long");
});

for (
  const [name, limits, jobs, most] of [
    ["jobs", { jobs: 2 }, ["a", "b", "c"].map((n) => job(n)), 2],
    [
      "cpus",
      { cpus: 2 },
      ["a", "b", "c"].map((n) => job(n, [], { cpus: 2 })),
      1,
    ],
    [
      "memory",
      { memory: 24 },
      ["a", "b"].map((n) => job(n, [], { memory: 20 })),
      1,
    ],
  ] as [string, Partial<ScheduleOptions>, Job[], number][]
) {
  Deno.test(`schedule() keeps within ${name}`, async () => {
    const result = await run(jobs, limits);
    assertEquals(result.most, most);
    assert(
      Object.values(result.outcomes).every((outcome) => outcome === "done"),
    );
  });
}

Deno.test("schedule() does no work for what the probe finishes", async () => {
  const { started, outcomes } = await run([job("a"), job("b", ["a"])], {
    cached: ["a"],
  });
  assertEquals(started, ["b"]);
  assertEquals(outcomes, { a: "done", b: "done" });
});

Deno.test("schedule() lets running siblings end after a failure and starts nothing new", async () => {
  const jobs = [job("a"), job("b"), job("a2", ["a"]), job("b2", ["b"])];
  const { outcomes } = await run(jobs, { failing: ["a"], jobs: 2 });
  assertEquals(outcomes, {
    a: "failed",
    b: "done",
    a2: "skipped",
    b2: "stopped",
  });
});

Deno.test("schedule() with keepGoing runs what does not depend on a failure", async () => {
  const jobs = [
    job("a"),
    job("b"),
    job("a2", ["a"]),
    job("a3", ["a2"]),
    job("b2", ["b"]),
  ];
  const { outcomes } = await run(jobs, { failing: ["a"], keepGoing: true });
  assertEquals(outcomes, {
    a: "failed",
    b: "done",
    a2: "skipped",
    a3: "skipped",
    b2: "done",
  });
});

Deno.test("schedule() starts nothing once it is aborted", async () => {
  const { started, outcomes } = await run([job("a")], {
    signal: AbortSignal.abort(),
  });
  assertEquals(started, []);
  assertEquals(outcomes, { a: "stopped" });
});
