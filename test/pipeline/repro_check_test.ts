import { assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";

const STEADY = shell("steady", "echo 1 > o", "outputs: { o: o }");
// Not a function of its inputs: what repro-check is there to find.
const noisy = (form: string) =>
  shell(
    "noisy",
    `printf '${form}' $(date +%N) > m`,
    "needs: { i: steady.o }\noutputs: { m: m }",
  );
const AFTER = shell(
  "after",
  "echo 2 > o",
  "needs: { m: noisy }\noutputs: { o: o }",
);

Deno.test("repro-check finds results alike, leaves the cache alone and cleans up", async () => {
  await using project = commandProject(
    STEADY +
      shell(
        "more",
        "mkdir d; echo 3 > d/x; chmod +x d/x",
        "needs: { i: steady.o }\noutputs: { d: d }",
      ),
  );
  assertMatch(
    await project.expect(1, "repro-check", "a.yaml"),
    /The result of steady is not in the cache: run the pipeline first/,
  );
  await project.expect(0, "run", "a.yaml");
  const journal = project.read(".sdarts/journal.jsonl");
  const text = await project.expect(0, "repro-check", "a.yaml");
  assertMatch(text, /^same {5}steady$/m);
  assertMatch(text, /^same 2, close 0, differs 0, failed 0$/m);
  const one = await project.expect(
    0,
    "repro-check",
    "a.yaml",
    "--only",
    "more",
  );
  assertMatch(one, /^same 1, close 0, differs 0, failed 0$/m);
  assertEquals(project.read(".sdarts/journal.jsonl"), journal);
  assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/tmp`)], []);
  assertMatch(await project.expect(0, "run", "a.yaml"), /ran 0, cached 2/);
  await project.expect(0, "verify");
});

Deno.test("repro-check tells bytes, numbers within the tolerance and failures apart", async () => {
  await using project = commandProject(
    STEADY + noisy('{"loss": 1.000%s}') + AFTER,
  );
  await project.expect(0, "run", "a.yaml");
  const exact = await project.expect(1, "repro-check", "a.yaml");
  assertMatch(exact, /^differs {2}noisy +m loss: 1\.000\d+ -> 1\.000\d+$/m);
  assertMatch(exact, /^same {5}after$/m);
  const loose = await project.expect(
    0,
    "repro-check",
    "a.yaml",
    "--tolerance",
    "0.01",
  );
  assertMatch(loose, /^close {4}noisy/m);
  const { stdout } = await project.start(
    "repro-check",
    "a.yaml",
    "--json",
  ).output();
  const found = JSON.parse(new TextDecoder().decode(stdout)) as {
    state: string;
  }[];
  assertEquals(found.map(({ state }) => state), ["same", "differs", "same"]);
  project.write("a.yaml", `name: case\nstages:\n${STEADY}${noisy("text %s")}`);
  await project.expect(0, "run", "a.yaml");
  assertMatch(
    await project.expect(1, "repro-check", "a.yaml", "--tolerance", "1"),
    /^differs {2}noisy +m: bytes$/m,
  );
  assertMatch(
    await project.expect(2, "repro-check", "a.yaml", "--tolerance", "1%"),
    /Expected --tolerance to be a number of at least 0 but found 1%/,
  );
});
