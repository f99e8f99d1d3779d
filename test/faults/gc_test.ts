import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { until } from "../support/pipeline/until.ts";
import { exists, namesIn } from "../../pipeline/base/read_files.ts";

const version = (text: string) =>
  `name: case\nstages:\n` +
  shell("make", `echo ${text} > o`, "outputs: { o: o }\npublish: true") +
  shell(
    "use",
    "cat ${input.o} ${input.o} > p",
    "needs: { o: make }\noutputs: { p: p }",
  );

Deno.test("the old good output survives a failed rerun, and its parameter is a hit", async () => {
  await using project = commandProject("");
  project.write("a.yaml", version("one"));
  await project.expect(0, "run", "a.yaml");
  project.write("a.yaml", version("two; exit 1"));
  const out = await project.expect(1, "run", "a.yaml");
  assertStringIncludes(out, "failed make");
  const log = await project.expect(0, "log");
  const [, old] = log.trim().split("\n").map((line) =>
    line.split(" ", 1).join()
  );
  await project.expect(0, "checkout", "make", old!, "--to", "back");
  assertEquals(project.read("back/o"), "one\n");
  assertStringIncludes(await project.expect(0, "log", "make"), "code 1");
  assertMatch(await project.expect(0, "status", "a.yaml"), /failed +make/);
  project.write("a.yaml", version("one"));
  project.forget();
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), []);
  assertEquals(project.read("results/case/o"), "one\n");
});

Deno.test("gc says what it would delete, keeps runs and tags, and what is kept runs nothing", async () => {
  await using project = commandProject("");
  for (const text of ["one", "two", "three", "four"]) {
    project.write("a.yaml", version(text));
    await project.expect(0, "run", "a.yaml");
    if (text === "one") await project.expect(0, "tag", "first");
  }
  const plan = await project.expect(0, "gc", "--keep", "2");
  assertMatch(plan, /would delete 2 results, 2 blobs, \d+ B; kept 6 results/);
  assertStringIncludes(
    await project.expect(0, "gc", "--keep", "2"),
    "would delete 2 results",
  );
  assertMatch(
    await project.expect(0, "gc", "--keep", "2", "--yes"),
    /deleted 2 results, 2 blobs/,
  );
  await project.expect(0, "verify");
  project.forget();
  for (const text of ["one", "three", "four"]) {
    project.write("a.yaml", version(text));
    await project.expect(0, "run", "a.yaml");
  }
  assertEquals(project.executed(), []);
  project.write("a.yaml", version("two"));
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), ["make", "use"]);
});

Deno.test("gc forgets what was published and is gone, and nothing else of it", async () => {
  await using project = commandProject("");
  const published = () => namesIn(`${project.folder}/.sdarts/published`).length;
  project.write("a.yaml", version("one"));
  await project.expect(0, "run", "a.yaml");
  project.write(
    "b.yaml",
    version("two").replace("name: case", "name: other"),
  );
  await project.expect(0, "run", "b.yaml");
  await project.expect(0, "gc", "--yes");
  assertEquals(published(), 2);
  Deno.removeSync(`${project.folder}/results/case`, { recursive: true });
  await project.expect(0, "gc");
  assertEquals(published(), 2);
  await project.expect(0, "gc", "--yes");
  assertEquals(published(), 1);
  Deno.writeTextFileSync(`${project.folder}/results/other/o`, "mine");
  await project.expect(0, "gc", "--yes");
  const out = await project.expect(0, "run", "b.yaml");
  assertStringIncludes(out, "o.edited");
});

Deno.test("gc during a run waits for it, or ends with 3, and the run loses nothing", async () => {
  await using project = commandProject("");
  project.write("a.yaml", version("one; sleep 1"));
  const run = project.start("run", "a.yaml").output();
  await until(() =>
    exists(`${project.folder}/.sdarts/work`) &&
    [...Deno.readDirSync(`${project.folder}/.sdarts/work`)].length > 0
  );
  assertStringIncludes(
    await project.expect(3, "gc", "--yes", "--keep", "0", "--no-wait"),
    "a run has locked the cache",
  );
  const gc = project.start("gc", "--yes", "--keep", "1").output();
  assertEquals((await run).code, 0);
  assertEquals((await gc).code, 0);
  project.forget();
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), []);
});

Deno.test("explain prints the parts of a key, and what differs from the last run", async () => {
  await using project = commandProject("");
  project.write("a.yaml", version("one"));
  assertStringIncludes(
    await project.expect(0, "explain", "use", "a.yaml"),
    "use: runs, after make\n",
  );
  await project.expect(0, "run", "a.yaml");
  const same = await project.expect(
    ...[0, "explain", "use", "a.yaml", "--all"] as const,
  );
  assertMatch(same, /^key +[0-9a-f]{64}$/m);
  assertMatch(same, /^input +o /m);
  assertMatch(same, /^module +[0-9a-f]{12} .*command\/stage\.ts$/m);
  assertStringIncludes(same, "nothing differs");
  project.write("a.yaml", version("two"));
  assertMatch(
    await project.expect(0, "explain", "make", "a.yaml"),
    /because +params: /,
  );
  const wrong = await project.expect(2, "explain", "mak", "a.yaml");
  assertStringIncludes(wrong, "did you mean make?");
});

Deno.test("du counts what the cache holds", async () => {
  await using project = commandProject("");
  project.write("a.yaml", version("one"));
  await project.expect(0, "run", "a.yaml");
  const { cache, stages } = JSON.parse(await project.expect(0, "du", "--json"));
  assertEquals(cache.results, 12);
  assertEquals(stages, { make: 4, use: 8 });
  assert(/12 B +results/.test(await project.expect(0, "du")));
});

Deno.test("checkout refuses what it cannot find and folders that are not empty", async () => {
  await using project = commandProject("");
  project.write("a.yaml", version("one"));
  await project.expect(0, "run", "a.yaml");
  await project.expect(2, "checkout", "mak");
  await project.expect(2, "checkout", "deadbeef");
  await project.expect(2, "checkout", "make", "nosuchrun");
  await project.expect(2, "checkout", "make", "--to", "lib");
  await project.expect(0, "checkout", "make", "last", "--to", "x");
  assertEquals(project.read("x/o"), "one\n");
  await project.expect(2, "checkout", "make", "last", "--to", "x");
});

Deno.test("checkout ends what a killed one began, and replaces no other file", async () => {
  await using project = commandProject("");
  project.write("a.yaml", version("one"));
  await project.expect(0, "run", "a.yaml");
  const draft = `x/.${crypto.randomUUID()}.part/o`;
  for (const there of [undefined, "one\n"]) {
    project.write(draft, "on");
    if (there !== undefined) project.write("x/o", there);
    await project.expect(0, "checkout", "make", "last", "--to", "x");
    assertEquals(namesIn(`${project.folder}/x`), ["o"]);
    assertEquals(project.read("x/o"), "one\n");
  }
  project.write(draft, "on");
  project.write("x/o", "two\n");
  await project.expect(2, "checkout", "make", "last", "--to", "x");
  assertEquals(project.read("x/o"), "two\n");
});
