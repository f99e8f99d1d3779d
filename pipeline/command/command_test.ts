import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { toyProject } from "../../test/support/pipeline/toy_project.ts";

const TWO = `name: two
matrix: { word: [hello, bye] }
stages:
  say:
    use: command
    run: [sh, -c, 'echo "$1 $2" > said.txt', sh, $word, "\${param.name}"]
    with: { name: world }
    outputs: { text: said.txt }
  count:
    use: command
    run: [python3, count.py, "\${input.all}", "\${output.total}"]
    needs: { all: "say[*]" }
    outputs: { total: { path: out/total.txt, show: true } }
    publish: true
`;
const COUNT = `import sys, lib.words
*files, out = sys.argv[1:]
open(out, "w").write(str(sum(lib.words.count(open(f).read()) for f in files)) + "\\n")
`;

function twoProject(pipeline = TWO) {
  const project = toyProject(pipeline);
  project.write("count.py", COUNT);
  project.write(
    "lib/words.py",
    "def count(text):\n  return len(text.split())\n",
  );
  project.write(
    "a.yaml",
    pipeline.replace("needs: { all", "code: [lib]\n    needs: { all"),
  );
  return project;
}

Deno.test("a command runs with inputs, outputs, parameters and axes, and is cached", async () => {
  await using project = twoProject();
  const first = await project.run("a.yaml");
  assertEquals(first.code, 0, first.err + first.out);
  assertEquals(project.read("results/two/out/total.txt"), "4\n");
  assertEquals(project.ran(), ["count", "say@bye", "say@hello"]);
  project.forget();
  assertEquals((await project.run("a.yaml")).code, 0);
  assertEquals(project.ran(), []);
});

Deno.test("a command's program, script and declared code are part of its key", async () => {
  await using project = twoProject();
  assertEquals((await project.run("a.yaml")).code, 0);
  project.write("lib/words.py", "def count(text):\n  return 10\n");
  const plan = await project.run("plan", "a.yaml");
  assertMatch(plan.out, /run +count +file: lib\/words.py changed/);
  project.forget();
  assertEquals((await project.run("a.yaml")).code, 0);
  assertEquals(project.ran(), ["count"]);
  assertEquals(project.read("results/two/out/total.txt"), "20\n");
  project.write("count.py", COUNT + "# more\n");
  assertMatch(
    (await project.run("plan", "a.yaml")).out,
    /file: count.py changed/,
  );
});

Deno.test("a command sees its declared environment alone, and may read and write declared files alone", async () => {
  const outside = await Deno.makeTempFile({ dir: "/var/tmp" });
  try {
    await using project = toyProject(`name: closed
stages:
  env:
    use: command
    run: [sh, -c, "env > env.txt"]
    env: [TOY]
    outputs: { env: env.txt }
    publish: true
  read:
    use: command
    run: [cat, ${outside}]
  write:
    use: command
    run: [sh, -c, "echo x > ${outside}"]
`);
    const { code, out } = await project.run("a.yaml", "-k");
    assertEquals(code, 1);
    assertEquals(await Deno.readTextFile(outside), "");
    assertMatch(out, /read .*Permission denied/);
    assertMatch(out, /write .*Permission denied/);
    const names = project.read("results/closed/env.txt").trim().split("\n")
      .map((line) => line.split("=", 1).join()).sort();
    assertEquals(
      names.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name)),
      ["HOME", "LANG", "PATH", "SDARTS_CHECKPOINT", "TMPDIR"],
    );
  } finally {
    await Deno.remove(outside);
  }
});

Deno.test("a command that fails or leaves an output out fails with one line", async () => {
  await using project = toyProject(`name: bad
stages:
  seven: { use: command, run: [sh, -c, "echo almost; echo part > o; exit 7"], outputs: { o: o } }
  nothing: { use: command, run: ["true"], outputs: { o: o.txt } }
`);
  const { code, out } = await project.run("a.yaml", "-k");
  assertEquals(code, 1);
  assertStringIncludes(
    out,
    "sh exited with code 7",
  );
  assertStringIncludes(
    out,
    "the stage did not write its output o to o.txt",
  );
});

for (
  const [stage, message] of [
    ["run: 3", /a\.yaml:4:\d+: Expected run to be a list/],
    [
      "run: [nosuchprogram1]",
      /Expected a program on the PATH but found nosuchprogram1/,
    ],
    [
      "run: [./x.sh]",
      /Expected a program below the folder of the pipeline file, or the whole path of another, but found .\/x.sh/,
    ],
    [
      'run: [echo, "${input.dta}"]',
      /4:\d+: Expected a placeholder .* but found \$\{input.dta\}/,
    ],
    [
      "run: [echo], outputs: { a: ../x }",
      /Expected output a to be a path inside/,
    ],
    [
      "run: [echo], outputs: { a: x, b: x/y }",
      /Expected separate paths of outputs/,
    ],
    [
      "run: [echo], code: [nothing.py]",
      /Expected code to name files .* found no nothing.py/,
    ],
    ["run: [echo], env: [A-B]", /Expected env to be a list of names/],
    ["run: [echo], output: { a: x }", /did you mean outputs\?/],
  ] as const
) {
  Deno.test(`a command written as "${stage}" is refused with its place`, async () => {
    await using project = toyProject(
      `name: bad\nstages:\n  a: {\n    use: command, ${stage} }\n`,
    );
    const { code, err } = await project.run("plan", "a.yaml");
    assertEquals(code, 2);
    assertMatch(err, message);
  });
}
