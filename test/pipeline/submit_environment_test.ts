import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { shell } from "../support/pipeline/command_project.ts";
import { fakeSlurm } from "../support/pipeline/fake_slurm.ts";
import { RUN, slurmProject } from "../support/pipeline/slurm_project.ts";

Deno.test("a job needs nothing of the environment in which it was submitted, and sees no secret of it", async () => {
  using slurm = fakeSlurm();
  await using project = slurmProject(
    slurm,
    shell("say", "env > o", "outputs: { o: o }\nenv: [SHOWN]\npublish: true"),
  );
  const variables = {
    SLURM_CONF: "/somewhere/slurm.conf",
    SECRET_TOKEN: "hidden",
    SHOWN: 'it\'s "$HOME" `x` \\ and\ttab',
  };
  for (const [name, value] of Object.entries(variables)) {
    Deno.env.set(name, value);
  }
  try {
    await project.expect(0, ...RUN);
  } finally {
    for (const name of Object.keys(variables)) Deno.env.delete(name);
  }
  const seen = project.read("results/case/o");
  // Quotes, dollars and back-quotes of a declared value come through as they are.
  assertStringIncludes(seen, `SHOWN=${variables.SHOWN}\n`);
  assert(!seen.includes("SECRET_TOKEN"));
  for (const program of ["sbatch", "squeue"]) {
    const [call = ""] = slurm.calls(program);
    const names = call.split("\n")[1]!.split(" ");
    // Slurm's own programs find their controller; no secret gets into the queue with a job.
    assert(names.includes("SLURM_CONF"), call);
    assertEquals(names.filter((name) => /TOKEN|SHOWN/.test(name)), []);
  }
});

Deno.test("folders with blanks and quotes in their names reach the job", async () => {
  using slurm = fakeSlurm();
  await using project = slurmProject(
    slurm,
    shell("say", "echo yes > o", "outputs: { o: o }\npublish: true"),
  );
  const cache = `${project.folder}/it's a "cache" $HOME`;
  await project.expect(0, ...RUN, "--cache", cache);
  assertEquals(slurm.jobs().length, 1);
  assertEquals(project.read("results/case/o"), "yes\n");
});

Deno.test("settings of a site are checked with their place; what is wrong costs code 2", async () => {
  using slurm = fakeSlurm();
  await using project = slurmProject(
    slurm,
    shell("say", "echo yes > o", "outputs: { o: o }"),
  );
  for (
    const [text, message] of [
      ["partitoin: a\n", "slurm.yaml:1:1: Expected a key"],
      ["partition: a b\n", "slurm.yaml:1:12: Expected partition to be a name"],
      ["poll: 0\n", "slurm.yaml:1:7: Expected poll to be a number above 0"],
      ["options: [--wrap=x]\n", "slurm.yaml:1:10: Expected options"],
      ["- a\n", "slurm.yaml:1:1: Expected a mapping"],
    ] as const
  ) {
    project.write("slurm.yaml", text);
    assertStringIncludes(await project.expect(2, ...RUN), message);
  }
  assertStringIncludes(
    await project.expect(2, "run", "a.yaml", "--executor", "slrum"),
    "did you mean slurm",
  );
});
