import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { PipelineError } from "../../pipeline/base/pipeline_error.ts";
import { findProject } from "../../pipeline/execution/plan/project.ts";
import { watchPipeline } from "../../pipeline/interface/ui/watch_pipeline.ts";
import { ROOT } from "../support/root.ts";
import { loadPipeline } from "../../pipeline/definition/graph/load_pipeline.ts";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { toySweep, toySweepFile } from "../support/sweep/toy_sweep.ts";

const SMALL =
  "{ by: train.score, axes: [rate, kind], trials: 6, round: 3, stop: asha, rungs: epochs }";
const MATRIX =
  "{ rate: { range: [0.0001, 1], log: true }, kind: [a, b], width: [24], epochs: [1, 3] }";

/** Locks a sweep that is done, and checks the lock file with an empty cache. */
async function checkLockedElsewhere(
  project: ReturnType<typeof toySweep>,
): Promise<void> {
  assertEquals((await project.run("lock", "a.yaml")).code, 0);
  assertMatch((await project.run("lock", "a.yaml")).out, /up to date/);
  const cache = ["--cache", `${project.folder}/empty`];
  const check = await project.run("lock", "a.yaml", "--check", ...cache);
  assertEquals(check.code, 0, check.out);
  assertMatch(check.out, /^\d+ results match a\.yaml\.lock\n$/);
  project.write(
    "a.yaml.lock",
    project.read("a.yaml.lock").replace(/key: "../, 'key: "00'),
  );
  const changed = await project.run("lock", "a.yaml", "--check", ...cache);
  assertEquals(changed.code, 1, changed.out);
}

Deno.test("a sweep runs in rounds, hands the finished trials on, says why others stopped, and is decided by the cache alone", async () => {
  await using project = toySweep({ tune: SMALL, matrix: MATRIX });
  const before = await project.run("plan", "a.yaml");
  assertMatch(
    before.out,
    /sweep: round 1, 3 of at most 6 trials are known; at most 8 results, 2 at epochs=3; what follows depends on results that are missing/,
  );
  assertMatch(before.out, /never run; trial 0 of round 1, drawn at random/);
  // Nothing after the metric is known yet.
  assert(!before.out.includes("list"));

  const run = await project.run("a.yaml");
  assertEquals(run.code, 0, run.err);
  assertMatch(
    run.out,
    /sweep: 6 trials in \d rounds, 2 finished, 4 stopped; best by the largest train\.score: trial \d/,
  );
  const ran = project.ran();
  await checkLockedElsewhere(project);
  assertEquals(ran.filter((name) => name.startsWith("train@")).length, 8);
  assertEquals(ran.filter((name) => name.startsWith("measure@")).length, 2);
  const [scores, histories, seen] = JSON.parse(
    project.read("results/sweep/list.json"),
  );
  assertEquals(scores.length, 2);
  assertEquals(histories, scores);
  assert(scores.every(({ epochs }: { epochs: number }) => epochs === 3));
  const record = project.read(".sdarts/sweeps/sweep.json");
  const { check: _seal, pipeline: _name, ...recorded } = JSON.parse(record);
  // What the report is given.
  assertEquals(seen, recorded);

  project.forget();
  const again = await project.run("a.yaml", "--jobs", "1");
  assertMatch(again.out, /ran 0, cached 13 /);
  assertEquals(project.ran(), []);
  assertEquals(project.read(".sdarts/sweeps/sweep.json"), record);

  const status = await project.run("status", "a.yaml");
  assertMatch(
    status.out,
    /done +train@.*epochs=1 +trial \d of round 1, .*; stopped at epochs=1: rank \d of 6 by -\d/,
  );
  const { instance } = JSON.parse(
    (await project.run("status", "a.yaml", "--json")).out,
  )
    .instances.find(({ note }: { note?: string }) => note?.includes("stopped"));
  assertMatch(
    (await project.run("explain", instance, "a.yaml")).out,
    /^because +trial \d/m,
  );

  const file = `${project.folder}/a.yaml`;
  const watch = await watchPipeline({ file }, {
    ...findProject({ program: ROOT, project: project.folder }),
    stages: [`${project.folder}/stages`],
  });
  const { state } = await watch();
  assertMatch(state.sweep!, /^sweep: 6 trials in \d rounds, 2 finished/);
  const shown = state.instances.find(({ name }) => name === instance)!;
  assertMatch(shown.decision!, /stopped at epochs=1: rank/);

  // What a sweep computed is a hit of a plain matrix, and of another sweep.
  project.forget();
  const point = scores[0];
  project.write(
    "a.yaml",
    toySweepFile({
      matrix:
        `{ rate: [${point.rate}], kind: [${point.kind}], width: [24], epochs: [3] }`,
    }).replace(/^tune:.*\n/m, ""),
  );
  assertMatch(
    (await project.run("a.yaml", "--until", "train")).out,
    /ran 0, cached 1 /,
  );
});

Deno.test("a trial that fails stops the sweep until it succeeds, or is ranked last where the file says so", async () => {
  const options = {
    tune: "{ by: train.score, axes: [rate], sampler: random, trials: 3 }",
    matrix:
      "{ rate: { range: [0.0001, 1], log: true }, kind: [b], width: [24], epochs: [1] }",
    diverges: 0.1,
  };
  await using project = toySweep(options);
  const failed = await project.run(
    "a.yaml",
    "--until",
    "train",
    "--keep-going",
  );
  assertEquals(failed.code, 1);
  const lost = failed.out.match(/^failed train/gm)?.length ?? 0;
  assert(lost > 0 && lost < 3, failed.out);
  const tune = options.tune.replace("trials", "failed: last, trials");
  project.write("a.yaml", toySweepFile({ ...options, tune }));
  const ranked = await project.run("a.yaml");
  assertEquals(ranked.code, 0, ranked.out);
  // It is decided by the failure that there was: nothing is tried again.
  assertEquals(ranked.out.match(/^failed train/gm), null);
  assertMatch(
    ranked.out,
    RegExp(
      `sweep: 3 trials in 1 round, ${3 - lost} finished, ${lost} stopped`,
    ),
  );
  const [scores] = JSON.parse(project.read("results/sweep/list.json"));
  assertEquals(scores.length, 3 - lost);
  await checkLockedElsewhere(project);
  assertMatch(
    (await project.run("status", "a.yaml")).out,
    /ranks its trial last; trial \d of round 1, drawn at random; stopped: a stage failed/,
  );
  // What failed has no result to lock.
  const locked = await project.run("lock", "a.yaml");
  assertEquals(locked.code, 0, locked.err);
  const check = await project.run("lock", "a.yaml", "--check");
  assertMatch(check.out, /^\d+ results match a\.yaml\.lock\n$/);
});

Deno.test("of a list the last member counts, and ranks its trial last where it is no number", async () => {
  await using project = commandProject(
    shell(
      "train",
      `if [ \${param.x} = 2 ]; then echo '{"curve": [9, null]}' > o; else echo '{"curve": [1, 2]}' > o; fi`,
      "with: { x: $x }\noutputs: { out: o }",
    ),
    "matrix: { x: [1, 2] }\ntune: { by: train.out.curve, better: higher, axes: [x], sampler: grid }\n",
  );
  assertMatch(
    await project.expect(0, "run", "a.yaml"),
    /best by the largest train\.out\.curve: trial 0 \(x=1\) with 2\n/,
  );
});

const SWEEP = toySweepFile();
Deno.test("what cannot be a sweep is refused in one line with its place", async () => {
  await using project = toySweep();
  const cases: [from: string, to: string, message: RegExp][] = [
    [
      "by: train.score",
      "by: measure.score",
      /^a\.yaml:3:13: Expected by to be a number that is not measured on test data but found measure\.score: measure\.test holds test data$/,
    ],
    [
      "by: train.score",
      "better: higher, by: relay.out.score",
      /^a\.yaml:3:29: .*found relay\.out\.score: relay reads measure\.test, which holds test data$/,
    ],
    [
      "by: train.score",
      "better: higher, by: list.list.score",
      /^a\.yaml:3:29: .*: list reads measure\.test, which holds test data$/,
    ],
    [", trials: 24", "", /^a\.yaml:3:7: tune lacks the key trials$/],
    [
      "rungs: epochs",
      "rungs: epoch",
      /^a\.yaml:3:\d+: Expected an axis of the matrix .*did you mean epochs\?\)$/,
    ],
    [
      "[1, 3, 9]",
      "[3, 1]",
      /^a\.yaml:2:\d+: Expected axis epochs, which has the rungs, to be at least two rising numbers but found 3, 1$/,
    ],
    [
      "epochs: $epochs",
      "epochs: 3",
      /^a\.yaml:3:13: Expected by to be a number that depends on \$epochs but found one of train, which does not mention it$/,
    ],
    [
      "trials: 24",
      "trials: 24, sampler: grid",
      /^a\.yaml:2:\d+: axis rate has no steps, which sampler: grid needs\n/,
    ],
    [
      "epochs: [1, 3, 9] }",
      "epochs: [1, 3, 9], sample: 3 }",
      /^a\.yaml:2:\d+: Expected a matrix without sample, as tune chooses the combinations, but found it$/,
    ],
    ["trials: 24", "trials: 2400", /^a\.yaml:3:\d+: Expected trials to be /],
  ];
  for (const [from, to, message] of cases) {
    assert(SWEEP.includes(from), from);
    project.write("a.yaml", SWEEP.replace(from, to));
    const file = `${project.folder}/a.yaml`;
    const folders = [`${project.folder}/stages`];
    const error = await assertRejects(
      () => loadPipeline(file, { folders }),
      PipelineError,
    );
    assertMatch(error.message.replaceAll(file, "a.yaml"), message);
  }
  project.write("a.yaml", SWEEP);
  for (
    const args of [["export", "kubernetes"], ["plan", "--simulate", "nodes=2"]]
  ) {
    const { code, err } = await project.run(...args, "a.yaml");
    assertEquals(code, 2);
    assertMatch(
      err,
      /^Cannot (export|simulate) a\.yaml: the trials of tune follow from results/,
    );
    assertLess(err.trim().split("\n").length, 2);
  }
});
