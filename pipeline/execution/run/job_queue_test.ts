import { assertEquals } from "@std/assert";
import { type Job, jobQueue } from "./job_queue.ts";

function job(name: string, needs: string[] = [], more: Partial<Job> = {}): Job {
  return { name, needs, cpus: 1, memory: 1, gpus: 0, weight: () => 1, ...more };
}

const NODE = { jobs: 2, cpus: 2, memory: 10, gpus: 1 };

/** Lines up what is free, and starts what fits. */
function turn(queue: ReturnType<typeof jobQueue<Job>>): string[] {
  for (let next = queue.next(); next !== undefined; next = queue.next()) {
    queue.line(next);
  }
  return queue.start().map(({ job, node }) => `${job.name} ${node}`);
}

Deno.test("jobQueue() fills one node after the other", () => {
  const jobs = ["a", "b", "c", "d", "e"].map((name) => job(name));
  const queue = jobQueue(jobs, [NODE, NODE]);
  assertEquals(turn(queue), ["a 0", "b 0", "c 1", "d 1"]);
  queue.end(jobs[2]!, "done");
  assertEquals(turn(queue), ["e 1"]);
  assertEquals(queue.running(), 4);
});

Deno.test("jobQueue() passes over what does not fit, and starts the first where nothing runs", () => {
  const jobs = [
    job("huge", [], { cpus: 9 }),
    job("gpu", [], { gpus: 1 }),
    job("gpu2", [], { gpus: 1 }),
    job("tenth", [], { cpus: 0.1 }),
  ];
  const queue = jobQueue(jobs, [NODE]);
  assertEquals(turn(queue), ["huge 0"]);
  assertEquals(turn(queue), []);
  queue.end(jobs[0]!, "done");
  assertEquals(turn(queue), ["gpu 0", "tenth 0"]);
  queue.end(jobs[3]!, "done");
  assertEquals(turn(queue), []);
  queue.end(jobs[1]!, "done");
  assertEquals(turn(queue), ["gpu2 0"]);
});

Deno.test("jobQueue() hands jobs out in their order, each once its needs are done", () => {
  const jobs = [job("a"), job("b", ["a"]), job("c"), job("d", ["b", "c"])];
  const queue = jobQueue(jobs, [NODE]);
  assertEquals(queue.next()?.name, "a");
  queue.end(jobs[0]!, "done");
  assertEquals(queue.next()?.name, "b");
  queue.end(jobs[1]!, "done");
  assertEquals(queue.next()?.name, "c");
  assertEquals(queue.next(), undefined);
  queue.end(jobs[2]!, "done");
  assertEquals(queue.next()?.name, "d");
});

Deno.test("jobQueue() skips all that follows a failure, and nothing else", () => {
  const jobs = [
    job("a"),
    job("b"),
    job("a2", ["a"]),
    job("both", ["a2", "b"]),
    job("b2", ["b"]),
  ];
  const queue = jobQueue(jobs, [NODE]);
  turn(queue);
  queue.end(jobs[0]!, "failed");
  queue.end(jobs[1]!, "done");
  assertEquals(turn(queue), ["b2 0"]);
  assertEquals(Object.fromEntries(queue.outcomes), {
    a: "failed",
    a2: "skipped",
    both: "skipped",
    b: "done",
  });
});

Deno.test("jobQueue() keeps room for tenths of cores that add up", () => {
  const jobs = Array.from(
    { length: 20 },
    (_, index) => job(`${index}`, [], { cpus: 0.1 }),
  );
  const queue = jobQueue(jobs, [{ ...NODE, jobs: 99, memory: 99 }]);
  assertEquals(turn(queue).length, 20);
});
