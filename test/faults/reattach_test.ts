import { assertEquals, assertStringIncludes } from "@std/assert";
import type { CommandProject } from "../support/pipeline/command_project.ts";
import { until } from "../support/pipeline/until.ts";
import { type FakeSlurm, fakeSlurm } from "../support/pipeline/fake_slurm.ts";
import { RUN, site, slurmProject } from "../support/pipeline/slurm_project.ts";
import { stepsAtOnce } from "../support/steps_at_once.ts";

const steps: Record<string, () => Promise<void>> = {};

const COUNT =
  "  slow: { use: count, with: { steps: 60, milliseconds: 40 }, publish: true, resources: { cpus: 1, memory: 100M } }\n";

/** Settings with which a job that lives is never taken for dead, however busy the machine is. */
const LIVELY = site(60);

/** Starts a run, waits until its job is at work, and kills the run but not the job. */
async function orphaned(slurm: FakeSlurm, project: CommandProject) {
  const run = project.start(...RUN);
  const ended = run.output();
  const jobs = `${project.folder}/.sdarts/jobs`;
  await until(() => {
    try {
      const [{ name } = { name: "" }] = [...Deno.readDirSync(jobs)];
      return Deno.readTextFileSync(`${jobs}/${name}/output`).includes(
        "progress",
      );
    } catch {
      return false;
    }
  });
  run.kill("SIGKILL");
  await ended;
  assertEquals(slurm.jobs().length, 1);
  return `${jobs}/${[...Deno.readDirSync(jobs)][0]!.name}`;
}

function expectWhole(project: CommandProject): void {
  assertEquals(project.read("results/case/count.txt"), `${"x".repeat(60)}\n`);
  assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/jobs`)], []);
}

steps["a run that is killed finds its job again, and submits none"] =
  async () => {
    using slurm = fakeSlurm();
    await using project = slurmProject(slurm, COUNT);
    project.write("slurm.yaml", LIVELY);
    await orphaned(slurm, project);
    assertStringIncludes(
      await project.expect(0, "status", "a.yaml"),
      `submitted job ${slurm.jobs()[0]!.id}`,
    );
    await project.expect(0, ...RUN);
    assertEquals(slurm.calls("sbatch").length, 1);
    expectWhole(project);
  };

steps["a job whose number was never written down is found by its name"] =
  async () => {
    using slurm = fakeSlurm();
    await using project = slurmProject(slurm, COUNT);
    project.write("slurm.yaml", LIVELY);
    const work = await orphaned(slurm, project);
    const { id: _, ...decided } = JSON.parse(
      Deno.readTextFileSync(`${work}/job.json`),
    );
    Deno.writeTextFileSync(`${work}/job.json`, JSON.stringify(decided));
    await project.expect(0, ...RUN);
    assertEquals(slurm.calls("sbatch").length, 1);
    expectWhole(project);
  };

steps["the result of a job that ended meanwhile is used"] = async () => {
  using slurm = fakeSlurm();
  await using project = slurmProject(slurm, COUNT);
  const work = await orphaned(slurm, project);
  await until(() => {
    try {
      return Deno.readTextFileSync(`${work}/exit`) === "0\n";
    } catch {
      return false;
    }
  });
  slurm.lie({ squeue: "empty", scontrol: "forgotten" });
  assertStringIncludes(await project.expect(0, "gc"), "would delete 0");
  await project.expect(0, ...RUN);
  assertEquals(slurm.calls("sbatch").length, 1);
  expectWhole(project);
};

steps[
  "a job that died meanwhile is submitted again and resumes from its checkpoint"
] = async () => {
  using slurm = fakeSlurm();
  await using project = slurmProject(slurm, COUNT);
  await orphaned(slurm, project);
  slurm.take(slurm.jobs()[0]!.id, "NODE_FAIL", false);
  assertStringIncludes(await project.expect(0, ...RUN), "resumed at");
  assertEquals(slurm.calls("sbatch").length, 2);
  expectWhole(project);
};

steps[
  "a run on this machine ends the job first, and resumes from its checkpoint"
] = async () => {
  using slurm = fakeSlurm();
  await using project = slurmProject(slurm, COUNT);
  await orphaned(slurm, project);
  const text = await project.expect(0, "run", "a.yaml");
  assertStringIncludes(text, "resumed at");
  assertEquals(slurm.jobs()[0]!.state, "CANCELLED");
  expectWhole(project);
};

Deno.test("a run that was killed finds its job at Slurm", (t) =>
  stepsAtOnce(t, 3, steps));
