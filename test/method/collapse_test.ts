// quark0/darts#54, SmoothDARTS#7, nni#2499, quark0/darts#16: collapse, results that belong together, and memory.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { toyProject } from "../support/pipeline/toy_project.ts";
import { parseGenotype } from "../../nas/genotype/parse_genotype.ts";
import { hasCollapsed } from "../../nas/genotype/parameter_free.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { genotypeTrajectory } from "../../nas/genotype/trajectory.ts";
import { gather } from "../../stages/report/runs/gather.ts";
import { groupRuns } from "../../stages/report/runs/group_runs.ts";
import { joinRuns } from "../../stages/report/runs/join_runs.ts";
import { summarise } from "../../stages/report/summary.ts";
import { sha256 } from "../../pipeline/base/digest.ts";
import { reportFolder } from "../support/stages/report_context.ts";
import { reportFixture } from "../support/stages/report_fixture.ts";

Deno.test("skips and other parameter-free operations are counted each epoch, and a collapse is flagged", () => {
  const space = searchSpace("s3");
  const alphas = (skip: number) => {
    const rows = space.normal.map((candidates) =>
      candidates.map((operation) => operation === "skip_connect" ? skip : 0.5)
    );
    return { normal: rows, reduce: rows };
  };
  const points = genotypeTrajectory(space, [
    { epoch: 0, ...alphas(0) },
    { epoch: 1, ...alphas(1) },
  ]);
  assertEquals(points.map(({ skips }) => skips), [0, 16]);
  assertEquals(
    points.map(({ genotype }) => hasCollapsed(genotype)),
    [false, true],
  );
  // Half of the edges is no collapse yet; noise and pools count, reduction cells do not.
  const cell = (free: number, operation: string) =>
    Array.from({ length: 8 }, (_, i) => [
      i < free ? operation : "sep_conv_3x3",
      i % 2,
    ]);
  const verdict = (free: number, operation: string) =>
    hasCollapsed(parseGenotype({
      normal: cell(free, operation),
      normal_concat: [2, 3, 4, 5],
      reduce: cell(8, "skip_connect"),
      reduce_concat: [2, 3, 4, 5],
    }, "a test"));
  for (const operation of ["skip_connect", "max_pool_3x3", "noise"]) {
    assertEquals([verdict(4, operation), verdict(5, operation)], [false, true]);
  }
});

Deno.test("a row of the summary joins architecture, search, retraining and the digests of their files", async () => {
  const files = reportFixture([0, 1]);
  await using folder = await reportFolder(files);
  const summary = summarise(groupRuns(joinRuns(await gather(folder.context))));
  const rows = summary["rows"] as Record<string, unknown>[];
  assertEquals(rows.length, 6);
  for (const row of rows) {
    const { artifacts, genotype, genotype_python, collapsed } = row as {
      artifacts: Record<string, string | null>;
      genotype: unknown;
      genotype_python: string;
      collapsed: boolean;
    };
    assert(genotype !== null && typeof collapsed === "boolean");
    assertMatch(genotype_python, /^Genotype\(normal=/);
    for (
      const metric of [
        "test_error",
        "valid_accuracy",
        "parameters",
        "hessian_top",
      ]
    ) {
      assertEquals(typeof row[metric], "number", metric);
    }
    const paths = ["searches", "genotypes", "retrains", "evaluations"].map((
      name,
    ) =>
      folder.context.members(name).find(({ point }) =>
        point["method"] === row["method"] && point["seed"] === row["seed"]
      )!.path
    );
    assertEquals(
      paths.map((path) => sha256(Deno.readFileSync(path))),
      ["search", "derived", "retrain", "evaluation"].map((name) =>
        artifacts[name]!
      ),
    );
  }
  const digests = rows.map((row) =>
    (row["artifacts"] as Record<string, string>)["search"]
  );
  assertEquals(new Set(digests).size, 6);
});

Deno.test("what needs more memory than the machine has is refused before anything runs, with the setting to change", async () => {
  await using project = toyProject(`name: big
stages:
  data: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: data } }
  search:
    use: search
    needs: { data: images }
    with: { space: darts, method: darts, unrolled: difference, channels: 4096, batch: 2048 }
`);
  for (const command of ["plan", "run"]) {
    const { code, err } = await project.run(command, "a.yaml");
    assertEquals(code, 2, err);
    assertMatch(
      err,
      /a.yaml:6:10: search needs \d+ MiB of memory, but this machine has \d+: a smaller batch \(2048\), fewer channels \(4096\) or fewer cells \(8\) need less memory/,
    );
  }
});
