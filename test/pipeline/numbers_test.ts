import { assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";

const metrics = (json: string) =>
  shell(
    "train",
    `printf '%s' '${json}' > metrics.json`,
    "outputs: { metrics: metrics.json }\npublish: true",
  ) +
  shell("last", "cp $1 copy", "needs: { m: train }\noutputs: { copy: copy }")
    .replace("cp $1 copy", "true > copy");

for (
  const [before, after, lines, values] of [
    [
      '{"loss": 0.5, "acc": 0.9}',
      '{"loss": NaN, "acc": 0.91}',
      [/loss: 0\.5 -> NaN\n/, /acc: 0\.9 -> 0\.91 \(\+0\.01\)/],
      [[0.5, "NaN"], [0.9, 0.91]],
    ],
    [
      '{"loss": NaN, "deep": {"curve": [1, Infinity]}}',
      '{"loss": NaN, "deep": {"curve": [1, -Infinity]}}',
      [/deep\.curve\.1: Infinity -> -Infinity\n/],
      [["Infinity", "-Infinity"]],
    ],
    [
      '{"loss": NaN, "note": "NaN and \\"Infinity\\""}',
      '{"loss": 1e-3, "more": 2}',
      [/loss: NaN -> 0\.001\n/, /more: none -> 2\n/],
      [["NaN", 0.001], [undefined, 2]],
    ],
  ] as const
) {
  Deno.test(`diff reads ${before} and writes valid JSON`, async () => {
    await using project = commandProject(metrics(before));
    await project.expect(0, "run", "a.yaml");
    project.write("a.yaml", `name: case\nstages:\n${metrics(after)}`);
    await project.expect(0, "run", "a.yaml");
    const text = await project.expect(
      ...[0, "diff", "last~1", "last", "--all"] as const,
    );
    for (const line of lines) assertMatch(text, line);
    assertMatch(text, /changed {2}train {2}params: run/);
    const { changes } = JSON.parse(
      await project.expect(0, "diff", "--json"),
    ) as {
      changes: {
        instance: string;
        numbers: { before?: unknown; after?: unknown }[];
      }[];
    };
    const train = changes.find(({ instance }) => instance === "train")!;
    assertEquals(
      train.numbers.map(({ before, after }) => [before, after]),
      values as unknown as unknown[][],
    );
  });
}

Deno.test("regress warns of a summary that a run did not publish so", async () => {
  await using project = commandProject(
    shell(
      "train",
      `printf '{"rows": [{"point": {"seed": 0}, "loss": 1}]}' > summary.json`,
      "outputs: { summary: summary.json }\npublish: true",
    ),
  );
  await project.expect(0, "run", "a.yaml");
  const gate = "results/baselines/case.yaml";
  const make = ["regress", gate, "--update", "--reason", "first"];
  const clean = await project.expect(0, ...make);
  assertEquals(clean.includes("warning"), false);
  project.write(
    "results/case/summary.json",
    project.read("results/case/summary.json").replace(": 1}", ": 9}"),
  );
  assertMatch(
    await project.expect(1, "regress"),
    /warning: results\/case\/summary.json is not as a run published it last/,
  );
});

Deno.test("a gate calls NaN a failure", async () => {
  await using project = commandProject(
    shell(
      "train",
      `printf '{"rows": [{"point": {"seed": 0}, "loss": NaN}]}' > summary.json`,
      "outputs: { summary: summary.json }\npublish: true",
    ),
  );
  await project.expect(0, "run", "a.yaml");
  project.write(
    "results/baselines/case.yaml",
    "pipeline: case\ngates:\n  - metric: loss\n    reference: 1\n    tolerance: 100\n    runs: 1\n",
  );
  const text = await project.expect(
    1,
    "regress",
    "results/baselines/case.yaml",
  );
  assertMatch(text, /loss.*NaN|no finite|not a number|missing/i);
});

Deno.test("diff names added and removed results, tags, lock files and git revisions", async () => {
  await using project = commandProject(metrics('{"a": 1}'));
  const git = async (...args: string[]) => {
    const { code } = await new Deno.Command("git", {
      args: ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args],
      cwd: project.folder,
      stdout: "null",
      stderr: "null",
    }).output();
    assertEquals(code, 0, args.join(" "));
  };
  project.write(".gitignore", ".sdarts\nresults\n");
  await git("init", "-q");
  await git("add", ".");
  await git("commit", "-qm", "first");
  await project.expect(0, "run", "a.yaml");
  await project.expect(0, "tag", "paper");
  await project.expect(0, "lock", "a.yaml");
  project.write(
    "a.yaml",
    `name: case\nstages:\n${metrics('{"a": 2}').split("  last:")[0]}${
      shell("extra", "true > x", "outputs: { x: x }")
    }`,
  );
  await git("add", ".");
  await git("commit", "-qm", "second");
  await project.expect(0, "run", "a.yaml");
  for (const before of ["paper", "a.yaml.lock", "HEAD~1", "last~1"]) {
    const text = await project.expect(0, "diff", before);
    assertMatch(text, /^added {4}extra$/m);
    assertMatch(text, /^removed {2}last$/m);
    assertMatch(text, /^changed {2}train .*\n {2}metrics a: 1 -> 2 \(\+1\)$/m);
    assertMatch(
      text,
      new RegExp(`3 results differ between ${before} and last`),
    );
  }
  assertMatch(
    await project.expect(0, "diff", "HEAD", "last"),
    /^nothing differs/,
  );
  assertMatch(
    await project.expect(2, "diff", "nonsense"),
    /Expected a tag, a run of log .* but found nonsense/,
  );
});
