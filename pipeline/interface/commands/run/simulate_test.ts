import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type ToyProject,
  toyProject,
} from "../../../../test/support/pipeline/toy_project.ts";

/**
 * Stages that sleep for a known time: a fan-out wider than two slots, then two that need the only GPU in sequence. The
 * order of equals matters little, so that the result does not depend on the load of the machine.
 */
const NAPS = `name: naps
matrix: { bed: [1, 2, 3, 4, 5, 6], turn: [1, 2] }
stages:
  first:
    use: command
    run: [sh, -c, "sleep 0.2; head -c 1000 /dev/zero > o"]
    outputs: { o: o }
  wide:
    use: command
    needs: { first: first }
    run: [sh, -c, 'sleep 0.3; head -c 3"$0" /dev/zero > o', $bed]
    outputs: { o: o }
  gpu:
    use: command
    needs: { wide: "wide[*]" }
    run: [sh, -c, "sleep 0.4; head -c 200 /dev/zero > o", sh, $turn]
    outputs: { o: o }
    resources: { gpus: 1 }
  after:
    use: command
    needs: { gpu: gpu }
    run: [sh, -c, "sleep 0.1; echo > o"]
    outputs: { o: o }
  last:
    use: command
    needs: { after: "after[*]" }
    run: [sh, -c, "sleep 0.2; echo > o"]
    outputs: { o: o }
`;

async function simulate(project: ToyProject, nodes: string, ...more: string[]) {
  const { code, out, err } = await project.run(
    "plan",
    "a.yaml",
    "--simulate",
    nodes,
    "--json",
    ...more,
  );
  assertEquals(code, 0, err);
  return JSON.parse(out).simulation;
}

/** Seconds from the first start to the last end in the journal. */
function measured(project: ToyProject): number {
  const spans = project.read(".sdarts/journal.jsonl").trim().split("\n")
    .map((line) => JSON.parse(line) as { time: string; seconds: number })
    .map(({ time, seconds }) => {
      const end = Date.parse(time) / 1000;
      return { begin: end - seconds, end };
    });
  return Math.max(...spans.map(({ end }) => end)) -
    Math.min(...spans.map(({ begin }) => begin));
}

Deno.test("plan --simulate comes within 10 % and a second of a real run, and names the bottleneck", async () => {
  await using project = toyProject(NAPS);
  const unknown = await simulate(project, "nodes=1,cpus=2,gpus=1");
  assertEquals(unknown.times, { unknown: 12 });
  assertEquals(unknown.makespan, 8);

  const before = Deno.env.get("CUDA_VISIBLE_DEVICES");
  Deno.env.set("CUDA_VISIBLE_DEVICES", "0");
  try {
    const { code, err } = await project.run("run", "a.yaml", "--jobs", "2");
    assertEquals(code, 0, err);
  } finally {
    if (before === undefined) Deno.env.delete("CUDA_VISIBLE_DEVICES");
    else Deno.env.set("CUDA_VISIBLE_DEVICES", before);
  }
  const real = measured(project);
  const one = await simulate(project, "nodes=1,cpus=2,gpus=1");
  // Both inputs of `after` are alike, so that it is one action.
  assertEquals([one.ran, one.cached], [11, 1]);
  assertEquals([one.times, one.sizes], [{ own: 11 }, { own: 11 }]);
  // The second is for a busy machine, on which stages start late.
  assertAlmostEquals(one.makespan, real, 0.1 * real + 1);
  assert(["cpus", "jobs"].includes(one.bottleneck), one.bottleneck);
  // One node has all that it made; each output goes out once.
  assertEquals([one.traffic.in, one.traffic.out], [
    0,
    1000 + (31 + 32 + 33 + 34 + 35 + 36) + 400 + 1 + 1,
  ]);

  const many = await simulate(project, "nodes=9,cpus=2,gpus=1");
  assertEquals(many.bottleneck, "path");
  assertAlmostEquals(many.makespan, many.path.seconds, 1e-9);
  assertEquals(many.path.jobs.length, 5);
  assert(many.makespan < one.makespan);
  const left = await simulate(project, "nodes=9,gpus=1,cache=here");
  assertEquals([left.ran, left.makespan, left.cached], [0, 0, 12]);
  assertEquals(
    many.traffic.in,
    many.traffic.nodes.reduce(
      (sum: number, node: { in: number }) => sum + node.in,
      0,
    ),
  );
  assert(many.traffic.in >= 1000, String(many.traffic.in));
});
