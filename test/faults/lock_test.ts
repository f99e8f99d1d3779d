import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { toyProject } from "../support/pipeline/toy_project.ts";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { smallDisk } from "../support/pipeline/small_disk.ts";
import { exists } from "../../pipeline/base/read_files.ts";

const SWEEP = `name: case
matrix: { seed: [0, 1] }
stages:
  one: { use: number, with: { value: $seed } }
  square: { use: square, needs: { number: one } }
  slow: { use: count, with: { steps: 1, milliseconds: 1 } }
`;

Deno.test("equal results have one lock file, byte for byte, in any project and at any number of jobs", async () => {
  const texts: string[] = [];
  for (const jobs of ["1", "4"]) {
    await using project = toyProject(SWEEP);
    assertEquals((await project.run("run", "a.yaml", "-j", jobs)).code, 0);
    assertEquals((await project.run("lock", "a.yaml")).code, 0);
    const text = project.read("a.yaml.lock");
    const { mtime } = Deno.statSync(`${project.folder}/a.yaml.lock`);
    assertEquals((await project.run("run", "a.yaml")).code, 0);
    assertMatch((await project.run("lock", "a.yaml")).out, /up to date/);
    assertEquals(project.read("a.yaml.lock"), text);
    assertEquals(Deno.statSync(`${project.folder}/a.yaml.lock`).mtime, mtime);
    assertEquals((await project.run("lock", "a.yaml", "--check")).code, 0);
    texts.push(text);
  }
  const [first = "", second] = texts;
  assertEquals(first, second);
  // One value a line, sorted, and nothing of a clock, a host or a folder.
  const names = first.split("\n").filter((line) => /^ {2}"/.test(line));
  assertEquals(names.length, 5);
  assertEquals(names, [...names].sort());
  for (const line of first.split("\n").slice(1)) {
    assertMatch(line, /^( *["\w@=]+:( "[0-9a-f]{64}"| 1)?)?$/);
  }
});

Deno.test("a run works with its cache on another disk", async () => {
  await using project = toyProject(SWEEP);
  const path = `${project.folder}/other`;
  Deno.mkdirSync(path);
  // Without the right to mount, this is the same disk.
  await using _ = await smallDisk(path, 4);
  const cache = ["--cache", `${path}/cache`];
  for (const command of ["run", "lock"]) {
    const { code, err } = await project.run(command, "a.yaml", ...cache);
    assertEquals(code, 0, err);
  }
  assertStringIncludes(project.read("a.yaml.lock"), "square@seed=1");
});

Deno.test("the check says what changed, in a checkout without a cache too", async () => {
  await using project = toyProject(SWEEP);
  const early = await project.run("lock", "a.yaml");
  assertEquals(early.code, 1);
  assertMatch(
    early.err,
    /Not in the cache: .*one@seed=0.*: run the pipeline first/,
  );
  const absent = await project.run("lock", "a.yaml", "--check");
  assertEquals(absent.code, 2);
  assertMatch(absent.err, /a\.yaml\.lock not found/);
  await project.run("run", "a.yaml");
  await project.run("lock", "a.yaml");
  Deno.renameSync(`${project.folder}/.sdarts`, `${project.folder}/.aside`);
  const same = await project.run("lock", "a.yaml", "--check");
  assertEquals(same.code, 0, same.out + same.err);
  project.write("a.yaml", SWEEP.replace("[0, 1]", "[0, 2]"));
  const moved = await project.run("lock", "a.yaml", "--check");
  assertEquals(moved.code, 1);
  assertEquals(
    moved.out.split("\n").map((line) => line.split(/ {2,}/).slice(0, 2)),
    [
      ["gone", "one@seed=1"],
      ["gone", "square@seed=1"],
      ["new", "one@seed=2"],
      ["new", "square@seed=2"],
      ["4 results differ from a.yaml.lock"],
      [""],
    ],
  );
  Deno.removeSync(`${project.folder}/.sdarts`, { recursive: true });
  Deno.renameSync(`${project.folder}/.aside`, `${project.folder}/.sdarts`);
  project.write("a.yaml", SWEEP.replace("steps: 1", "steps: 2"));
  const changed = await project.run("lock", "a.yaml", "--check");
  assertEquals(changed.code, 1);
  assertMatch(changed.out, /^changed {2}slow {2}params: steps 1 -> 2\n/);
});

Deno.test("a merge conflict has its line and a hint, and lock settles it from the cache", async () => {
  await using project = toyProject(SWEEP);
  await project.run("run", "a.yaml");
  await project.run("lock", "a.yaml");
  const right = project.read("a.yaml.lock");
  const lines = right.split("\n");
  for (
    const marked of [
      [
        ...lines.slice(0, 4),
        "<<<<<<< HEAD",
        lines[4]!,
        "=======",
        lines[4]!.replace("0", "1"),
        ">>>>>>> branch",
        ...lines.slice(5),
      ],
      ["<<<<<<< HEAD", ...lines, "=======", ">>>>>>> other"],
      [...lines.slice(0, 3), "||||||| 1234567", ...lines.slice(3)],
    ]
  ) {
    project.write("a.yaml.lock", marked.join("\r\n"));
    const { code, err } = await project.run("lock", "a.yaml", "--check");
    assertEquals(code, 2, err);
    const line = marked.findIndex((line) => /^[<|]{7}/.test(line)) + 1;
    assertStringIncludes(err, `a.yaml.lock:${line}:1: `);
    assertMatch(err, /merge conflict.*write this file again with "lock"/);
    const collected = await project.run("gc", "--yes");
    assertEquals(collected.code, 2, "what it names is not deleted");
    assertEquals((await project.run("lock", "a.yaml")).code, 0);
    assertEquals(project.read("a.yaml.lock"), right);
  }
  for (
    const [text, message] of [
      ["", /1:1: .*no mapping/],
      ["- a\n", /1:1: .*no mapping/],
      ["version: 2\nresults: {}\n", /1:10: .*version/],
      ["version: 1\nresults:\n  a:\n    key: abc\n", /4:10: .*abc/],
      ["version: 1\nresults: {}\nmore: 1\n", /3:1: .*more/],
    ] as const
  ) {
    project.write("a.yaml.lock", text);
    const { code, err } = await project.run("lock", "a.yaml", "--check");
    assertEquals(code, 2);
    assertMatch(err, message);
    assertEquals(/^\s+at /m.test(err), false, err);
  }
});

Deno.test("gc keeps what a lock file names, however many runs came after it", async () => {
  const stage = (text: string) =>
    shell("a", `echo ${text} > o`, "outputs: { o: o }");
  await using project = commandProject(stage("first"));
  await project.expect(0, "run", "a.yaml");
  await project.expect(0, "lock", "a.yaml");
  const key = /key: "([0-9a-f]+)"/.exec(project.read("a.yaml.lock"))![1]!;
  for (const text of ["second", "third"]) {
    project.write("a.yaml", `name: case\nstages:\n${stage(text)}`);
    await project.expect(0, "run", "a.yaml");
  }
  await project.expect(0, "gc", "--keep", "1", "--yes");
  const kept = [...Deno.readDirSync(`${project.folder}/.sdarts/ac`)];
  assertEquals(kept.length, 2);
  await project.expect(0, "checkout", key.slice(0, 12), "--to", "old");
  assertEquals(project.read("old/o"), "first\n");
  assertEquals(exists(`${project.folder}/.sdarts/parts/${key}.json`), true);
});
