// What a command's key holds of the Python environment that it starts.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { commandProject } from "../support/pipeline/command_project.ts";
import { fakeVenv } from "../support/pipeline/fake_venv.ts";

const stage = (program: string, more = "") =>
  `  s: { use: command, run: [${program}, -c, 'echo hi > "$0"', "\${output.o}"], outputs: { o: o.txt }, publish: true${more} }\n`;

Deno.test("a command runs again when what its virtual environment holds has changed, and plan says what", async () => {
  using venv = fakeVenv();
  venv.install("numpy", "1.26.0");
  venv.install("scikit_learn", "1.4");
  await using made = commandProject(stage(venv.python));
  const cached = async (wanted: boolean) =>
    assertStringIncludes(
      await made.expect(0, "plan", "a.yaml"),
      wanted ? "cached 1" : "run 1,",
    );
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/o.txt"), "hi\n");
  await cached(true);
  const where = "in the environment of python";
  const changes: [() => void, string][] = [
    [() => venv.install("numpy", "2.0.1"), `numpy 1.26.0 -> 2.0.1 ${where}`],
    [
      () => venv.install("numpy", "1.26.0", "numpy/more.py,sha256=x,1\n"),
      `numpy 1.26.0 has other files ${where}`,
    ],
    [() => venv.remove("scikit_learn"), `scikit-learn 1.4 removed ${where}`],
    [() => venv.install("pip", "24.0"), `pip 24.0 added ${where}`],
    [
      () => venv.write("pyvenv.cfg", "home = /usr/bin\nversion = 3.11.9\n"),
      `python 3.11.2 -> 3.11.9 ${where}`,
    ],
  ];
  for (const [change, reason] of changes) {
    change();
    assertStringIncludes(
      await made.expect(0, "plan", "a.yaml"),
      `run    s  ${reason}`,
    );
    // back again
    venv.install("numpy", "1.26.0");
    venv.install("scikit_learn", "1.4");
    venv.remove("pip");
    venv.write("pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n");
    await cached(true);
  }
});

Deno.test("the same packages at another place, installed by another tool, give the same key", async () => {
  using one = fakeVenv();
  using other = fakeVenv();
  one.install("numpy", "1.26.0");
  other.install(
    "numpy",
    "1.26.0",
    "numpy-1.26.0.dist-info/INSTALLER,sha256=uv,2\nnumpy/__pycache__/a.pyc,,\n",
  );
  await using made = commandProject(stage(one.python));
  await made.expect(0, "run", "a.yaml");
  made.write("a.yaml", `name: case\nstages:\n${stage(other.python)}`);
  assertStringIncludes(await made.expect(0, "plan", "a.yaml"), "cached 1");
});

Deno.test("a script of the project is keyed with the environment of its interpreter", async () => {
  using venv = fakeVenv();
  venv.install("numpy", "1.26.0");
  await using made = commandProject(
    `  s: { use: command, run: [./count, "\${output.o}"], outputs: { o: o.txt } }\n`,
  );
  made.write("count", `#!${venv.python}\necho hi > "$1"\n`);
  Deno.chmodSync(`${made.folder}/count`, 0o755);
  await made.expect(0, "run", "a.yaml");
  venv.install("numpy", "2.0.1");
  assertStringIncludes(
    await made.expect(0, "plan", "a.yaml"),
    "numpy 1.26.0 -> 2.0.1",
  );
});

Deno.test("a lock file that the stage names stands for the distributions", async () => {
  using venv = fakeVenv();
  venv.install("numpy", "1.26.0");
  const text = stage(venv.python, ", lock: requirements.lock");
  await using made = commandProject(text);
  assertStringIncludes(
    await made.expect(2, "plan", "a.yaml"),
    "Expected lock to name a file below the folder of the pipeline file but found no requirements.lock",
  );
  const wrong = stage(venv.python, ", lock: [requirements.lock, more.lock]");
  made.write("b.yaml", `name: case\nstages:\n${wrong}`);
  assertStringIncludes(
    await made.expect(2, "plan", "b.yaml"),
    "Expected lock to be a path below the folder of the pipeline file but found a list",
  );
  made.write("requirements.lock", "numpy==1.26.0\n");
  await made.expect(0, "run", "a.yaml");
  venv.install("numpy", "2.0.1");
  assertStringIncludes(await made.expect(0, "plan", "a.yaml"), "cached 1");
  made.write("requirements.lock", "numpy==2.0.1\n");
  assertStringIncludes(
    await made.expect(0, "plan", "a.yaml"),
    "file: requirements.lock changed",
  );
});

Deno.test("the sources of a distribution that is installed to be edited count", async () => {
  using venv = fakeVenv();
  venv.install("mine", "0.1");
  const sources = Deno.makeTempDirSync();
  Deno.writeTextFileSync(`${sources}/mine.py`, "one = 1\n");
  venv.write(
    "lib/python3.11/site-packages/mine-0.1.dist-info/direct_url.json",
    JSON.stringify({ url: `file://${sources}`, dir_info: { editable: true } }),
  );
  const read = `'cat ${sources}/mine.py > "$0"'`;
  await using made = commandProject(
    stage(venv.python).replace(`'echo hi > "$0"'`, read),
  );
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/o.txt"), "one = 1\n");
  Deno.writeTextFileSync(`${sources}/mine.py`, "one = 2\n");
  assertStringIncludes(
    await made.expect(0, "plan", "a.yaml"),
    "mine 0.1 has other files",
  );
  Deno.removeSync(sources, { recursive: true });
});

Deno.test("a program is named by its whole path, which must be there", async () => {
  await using made = commandProject(stage("/nowhere/bin/python"));
  assertStringIncludes(
    await made.expect(2, "plan", "a.yaml"),
    "a.yaml:3:28: Expected a program but found no /nowhere/bin/python",
  );
  made.write(
    "a.yaml",
    made.read("a.yaml").replace("outputs:", "env: [WHO, PYTHONPATH], outputs:"),
  );
  assertMatch(
    await made.expect(2, "plan", "a.yaml"),
    /a\.yaml:3:\d+: Cannot take PYTHONPATH from the environment: no key would hold the modules that it names/,
  );
});
