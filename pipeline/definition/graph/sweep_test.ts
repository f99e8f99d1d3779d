import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";

const SWEEP = `name: sweep
matrix:
  method: [darts, sdarts-rs]
  value: [1, 2]
stages:
  number: { use: number, with: { value: $value, method: $method } }
  square: { use: square, needs: { number: number } }
  total: { use: total, needs: { numbers: "square[*]" }, publish: true }
overrides:
  - { where: { method: sdarts-rs, value: 2 }, with: { number: { value: 20 } } }
profiles:
  ci:
    matrix: { value: [3] }
    overrides: []
  wide: { matrix: { value: [1, 2, 3] } }
`;

/** Names of the instances that a plan lists. */
async function planned(
  project: ReturnType<typeof toyProject>,
  ...args: string[]
): Promise<string[]> {
  const { out, err, code } = await project.run(
    ...["plan", "a.yaml", "--json"],
    ...args,
  );
  assertEquals(code, 0, err);
  const { instances } = JSON.parse(out) as {
    instances: { instance: string }[];
  };
  return instances.map(({ instance }) => instance).filter((name) =>
    name.includes("@")
  );
}

Deno.test("overrides change parameters at their coordinates alone", async () => {
  await using project = toyProject(SWEEP);
  assertEquals((await project.run("a.yaml")).code, 0);
  // 1 + 4 + 1 + 400
  assertEquals(project.read("results/sweep/total.txt"), "total 406\n");
});

Deno.test("a profile is laid over the file, and --set over both", async () => {
  await using project = toyProject(SWEEP);
  assertEquals((await planned(project)).length, 8);
  assertEquals(await planned(project, "--profile", "ci"), [
    "number@darts,value=3",
    "number@sdarts-rs,value=3",
    "square@darts,value=3",
    "square@sdarts-rs,value=3",
  ]);
  assertEquals(
    await planned(
      project,
      "--profile",
      "ci",
      "--set",
      "matrix.value=[7]",
      "--set",
      "matrix.method=[darts]",
    ),
    ["number@darts,value=7", "square@darts,value=7"],
  );
  const { code } = await project.run(
    "a.yaml",
    "--set",
    "number.value=5",
    "--profile",
    "ci",
  );
  assertEquals(code, 0);
  assertEquals(project.read("results/sweep/total.txt"), "total 50\n");
});

Deno.test("adding a value to an axis runs the new points alone", async () => {
  await using project = toyProject(SWEEP);
  assertEquals((await project.run("a.yaml")).code, 0);
  project.forget();
  assertEquals((await project.run("a.yaml", "--profile", "wide")).code, 0);
  // Both squares have one key, as they square the same number: whichever comes first runs for both.
  assertEquals(
    project.ran().map((name) => name.replace(/^square@.*/, "square")),
    [
      "number@darts,value=3",
      "number@sdarts-rs,value=3",
      "square",
      "total",
    ],
  );
});

Deno.test("ranges give a grid, or draws that stay when there are more of them", async () => {
  const file = (matrix: string) =>
    `name: sweep
matrix: { ${matrix} }
stages:
  number: { use: number, with: { value: $lr } }
`;
  await using project = toyProject(
    file("lr: { range: [0.001, 0.1], log: true, steps: 3 }"),
  );
  assertEquals(await planned(project), [
    "number@lr=0.001",
    "number@lr=0.01",
    "number@lr=0.1",
  ]);
  const draws = async (sample: number, more = "") => {
    project.write(
      "a.yaml",
      file(`sample: ${sample}, lr: { range: [0.001, 0.1], log: true }${more}`),
    );
    return await planned(project);
  };
  const five = await draws(5);
  assertEquals(new Set(five).size, 5);
  assertEquals((await draws(8)).slice(0, 5), five);
  assertNotEquals(await draws(5, ", sampleSeed: 1"), five);
  for (const name of five) {
    const value = Number(name.split("=")[1]);
    assertEquals(value >= 0.001 && value <= 0.1, true);
  }
  project.write(
    "a.yaml",
    file("sample: 3, lr: { range: [1, 9], whole: true }, seed: [0, 1]")
      .replace("value: $lr", "value: $lr, fail: false, method: darts"),
  );
  assertEquals((await planned(project)).length <= 3, true);
});

for (
  const [args, message] of [
    [
      ["--profile", "cii"],
      /a\.yaml:12:3: Expected a profile \(ci, wide\) but found cii \(did you mean ci\?\)/,
    ],
    [
      ["--set", "nmber.value=1"],
      /--set nmber\.value=1:1:1: .*did you mean number\?/,
    ],
    [
      ["--set", "number.valu=1"],
      /--set number\.valu=1:1:13: .*found valu \(did you mean value\?\)/,
    ],
    [
      ["--set", "number.value=x"],
      /--set number\.value=x:1:14: Expected value to be a number but found "x"/,
    ],
    [["--set", "number.value=010"], /--set number\.value=010:1:14: .*quote it/],
    [["--set", "number.value"], /Expected --set to be PATH=VALUE/],
    [
      ["--set", "stages.total.needs.note=square.number"],
      /--set stages\.total\.needs\.note=square\.number:1:25: Expected input note/,
    ],
    [
      ["--set", "matrix.value=[]"],
      /Expected axis value to be a list of values but found an empty list/,
    ],
  ] as const
) {
  Deno.test(`the command line ${args.join(" ")} is refused with its place`, async () => {
    await using project = toyProject(SWEEP);
    const { code, err } = await project.run("plan", "a.yaml", ...args);
    assertEquals(code, 2);
    assertMatch(err, message);
  });
}

for (
  const [from, to, message] of [
    [
      "where: { method: sdarts-rs",
      "where: { method: sdart-rs",
      /10:24: Expected a value of axis method .*did you mean sdarts-rs\?/,
    ],
    ["where: { method", "where: { metod", /did you mean method\?/],
    [
      "with: { number: { value: 20 } }",
      "with: { numbr: { value: 20 } }",
      /did you mean number\?/,
    ],
    [
      "with: { number: { value: 20 } }",
      "with: { number: { valu: 20 } }",
      /did you mean value\?/,
    ],
    ["overrides: []", "overides: []", /did you mean overrides\?/],
    [
      "value: [1, 2]",
      "value: { range: [3, 1], steps: 4 }",
      /two numbers, the lower first/,
    ],
    [
      "value: [1, 2]",
      "value: { range: [1, 3] }",
      /add sample: N to the matrix/,
    ],
    [
      "value: [1, 2]",
      "value: { range: [0, 3], log: true, steps: 4 }",
      /Expected a positive range/,
    ],
    [
      "value: [1, 2]",
      "value: [1, 2]\n  sample: 3",
      /sample needs an axis with a range/,
    ],
  ] as const
) {
  Deno.test(`a file with ${to.replace("\n", " ")} is refused with its place`, async () => {
    await using project = toyProject(SWEEP.replace(from, to));
    const { code, err } = await project.run("plan", "a.yaml");
    assertEquals(code, 2, err);
    assertMatch(err, message);
  });
}
