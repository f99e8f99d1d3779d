import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { PipelineError } from "../../base/pipeline_error.ts";
import { limitsOf } from "./bottleneck.ts";
import { cacheTraffic, type FeedingJob } from "./cache_traffic.ts";
import { parseNodes } from "./parse_nodes.ts";
import { simulateJobs } from "./simulate_jobs.ts";

const NODE = { jobs: 2, cpus: 2, memory: 100, gpus: 1 };

function job(
  name: string,
  seconds: number,
  needs: string[] = [],
  more: Partial<FeedingJob> = {},
): FeedingJob {
  return {
    name,
    needs,
    seconds,
    cpus: 1,
    memory: 10,
    gpus: 0,
    cached: false,
    weight: () => seconds,
    inputs: needs.map((need) => ({ job: need, output: "o" })),
    outputs: new Map([["o", 100]]),
    ...more,
  };
}

function play(jobs: readonly FeedingJob[], nodes: number, node = NODE) {
  const all = Array.from({ length: nodes }, () => node);
  const spans = simulateJobs(jobs, all);
  return {
    spans,
    ...limitsOf(jobs, spans, all),
    traffic: cacheTraffic(jobs, spans, nodes),
  };
}

Deno.test("simulateJobs() respects dependencies and the capacity of nodes", () => {
  const { spans, makespan } = play([
    job("a", 1),
    job("b", 2, ["a"]),
    job("c", 2, ["a"]),
    job("d", 2, ["a"]),
    job("e", 1, ["b", "c", "d"]),
  ], 1);
  assertEquals(
    spans.map(({ job, begin, end }) => `${job.name} ${begin}-${end}`),
    ["a 0-1", "b 1-3", "c 1-3", "d 3-5", "e 5-6"],
  );
  assertEquals(makespan, 6);
});

Deno.test("limitsOf() names the exhausted resource, or the longest path", () => {
  const wide = Array.from({ length: 8 }, (_, at) => job(`w${at}`, 1));
  assertEquals(play(wide, 1).bottleneck, "cpus");
  assertEquals(play(wide, 1, { ...NODE, cpus: 64 }).bottleneck, "jobs");
  assertEquals(play(wide, 8).bottleneck, "path");
  const heavy = wide.map((one) => ({ ...one, memory: 60 }));
  assertEquals(play(heavy, 1).makespan, 8);
  assertEquals(play(heavy, 1).bottleneck, "memory");
  const gpus = wide.map((one) => ({ ...one, gpus: 1 }));
  const { usage, bottleneck } = play(gpus, 1);
  assertEquals([bottleneck, usage.gpus], ["gpus", { bound: 8, busy: 1 }]);
  assertEquals(play(wide, 1, { ...NODE, gpus: 0 }).usage.gpus, { bound: 0 });
});

Deno.test("limitsOf() follows the longest path, without cached jobs", () => {
  const { path } = play([
    job("a", 50, [], { cached: true }),
    job("b", 1, ["a"]),
    job("c", 9, ["a"]),
    job("d", 5, ["b"]),
    job("e", 2, ["c", "d"]),
  ], 4);
  assertEquals(path, { seconds: 11, jobs: ["c", "e"] });
});

Deno.test("cacheTraffic() moves an output to a node at most once", () => {
  const jobs = [
    job("a", 1),
    ...["b", "c", "d", "e"].map((name) => job(name, 1, ["a"])),
  ];
  // Two on the node of a, two on the other one.
  assertEquals(play(jobs, 2).traffic, [{ in: 0, out: 300 }, {
    in: 100,
    out: 200,
  }]);
  const cached = jobs.map((one) =>
    one.name === "a" ? { ...one, cached: true } : one
  );
  assertEquals(play(cached, 2).traffic, [{ in: 100, out: 200 }, {
    in: 100,
    out: 200,
  }]);
});

Deno.test("a simulated run is never shorter than its lower bounds, nor longer than all jobs in sequence", () => {
  const dag = fc.array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 20 }),
      needs: fc.array(fc.nat(9), { maxLength: 3 }),
      cpus: fc.integer({ min: 1, max: 2 }),
      gpus: fc.nat(1),
      memory: fc.integer({ min: 1, max: 100 }),
      cached: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(dag, fc.integer({ min: 1, max: 4 }), (shapes, nodes) => {
      const jobs = shapes.map(({ needs, seconds, ...more }, at) =>
        job(
          `j${at}`,
          seconds,
          [...new Set(needs.filter((need) => need < at).map((n) => `j${n}`))],
          more,
        )
      );
      const { spans, makespan, work, path, usage } = play(jobs, nodes);
      assertEquals(
        spans.length,
        jobs.filter(({ cached }) => !cached).length,
      );
      const ends = new Map(spans.map(({ job, end }) => [job.name, end]));
      for (const { job, begin } of spans) {
        for (const need of job.needs) assert((ends.get(need) ?? 0) <= begin);
      }
      assert(makespan <= work);
      for (
        const { bound } of [{ bound: path.seconds }, ...Object.values(usage)]
      ) {
        assert(bound <= makespan + 1e-9);
      }
      for (const { begin, node } of spans) {
        const there = spans.filter((other) =>
          other.node === node && other.begin <= begin && begin < other.end
        );
        for (const name of ["cpus", "gpus", "memory"] as const) {
          const sum = there.reduce((all, { job }) => all + job[name], 0);
          assert(sum <= NODE[name], `${name} ${sum}`);
        }
      }
    }),
    { seed: 7, numRuns: 200 },
  );
});

Deno.test("simulateJobs() simulates ten thousand jobs in a moment", () => {
  const jobs = Array.from(
    { length: 10_000 },
    (_, at) => job(`j${at}`, 1 + at % 7, at < 2500 ? [] : [`j${at - 2500}`]),
  );
  const began = performance.now();
  const { makespan, usage } = play(jobs, 64);
  assertAlmostEquals(makespan, usage.cpus.bound, 8);
  assert(performance.now() - began < 60_000);
});

Deno.test("parseNodes() reads nodes, and reports mistakes", () => {
  const machine = { cpus: 4, memory: 1000, gpus: 0 };
  assertEquals(parseNodes("nodes=3", machine), {
    nodes: 3,
    node: { ...machine, jobs: 4 },
    cache: "empty",
  });
  assertEquals(
    parseNodes("cpus=1.5, gpus=2,nodes=64,memory=32G,cache=here", machine),
    {
      nodes: 64,
      node: { cpus: 1.5, gpus: 2, memory: 32768, jobs: 1 },
      cache: "here",
    },
  );
  for (
    const [text, expected] of [
      ["cpus=2", "Expected nodes=N in --simulate but found cpus=2"],
      ["nodes=0", "nodes to be a whole number from 1 to 10000 in --simulate"],
      ["nodes=1e3", "but found 1e3"],
      ["nodes=2,cpu=3", "found cpu (did you mean cpus?)"],
      ["nodes=2,memory=32", 'memory to be a size such as "512M" or "20G"'],
      ["nodes=2,gpus=-1", "gpus to be a whole number"],
      ["nodes=2,nodes=3", "nodes once"],
      ["nodes=2,cpus=", "but found nothing"],
      ["nodes=2,cache=full", "cache to be empty or here"],
    ] as const
  ) assertThrows(() => parseNodes(text, machine), PipelineError, expected);
});
