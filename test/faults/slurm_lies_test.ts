import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type CommandProject,
  shell,
} from "../support/pipeline/command_project.ts";
import { until } from "../support/pipeline/until.ts";
import {
  type FakeSlurm,
  fakeSlurm,
  type Lies,
} from "../support/pipeline/fake_slurm.ts";
import {
  type LiveProcess,
  liveProcesses,
} from "../support/pipeline/live_processes.ts";
import { RUN, SLOW, slurmProject } from "../support/pipeline/slurm_project.ts";
import { stepsAtOnce } from "../support/steps_at_once.ts";

const steps: Record<string, () => Promise<void>> = {};

/** The process of the command of {@linkcode SLOW}, once it runs in a job. */
function runningCommand(slurm: FakeSlurm): LiveProcess | undefined {
  return slurm.jobs().flatMap(({ pid }) => liveProcesses(pid)).find(
    ({ command }) => command.includes("echo part"),
  );
}

async function runWith(
  stages: string,
  work: (slurm: FakeSlurm, project: CommandProject) => Promise<void>,
): Promise<void> {
  using slurm = fakeSlurm();
  await using project = slurmProject(slurm, stages);
  await work(slurm, project);
}

for (
  const [name, lies] of Object.entries(
    {
      "tells the truth": {},
      "an empty queue": { squeue: "empty" },
      "an empty queue, and no memory of jobs": {
        squeue: "empty",
        scontrol: "forgotten",
      },
      "a queue that is down": { squeue: "error" },
      "a queue and a controller that are down": {
        squeue: "error",
        scontrol: "error",
      },
      "a queue that never lets go of a job": { squeue: "always-running" },
      "a job that failed": { squeue: "empty", scontrol: "FAILED" },
      "a node that failed": { squeue: "empty", scontrol: "NODE_FAIL" },
      "a preemption": { squeue: "empty", scontrol: "PREEMPTED" },
      "a cancelled job": { squeue: "empty", scontrol: "CANCELLED" },
    } satisfies Record<string, Lies>,
  )
) {
  steps[`Slurm says ${name}, and the result says done`] = async () => {
    await runWith(SLOW, async (slurm, project) => {
      slurm.lie(lies);
      await project.expect(0, ...RUN);
      assertEquals(project.read("results/case/k"), "part\ndone\n");
      assertEquals(slurm.jobs().length, 1);
      assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/jobs`)], []);
      assertStringIncludes(await project.expect(0, ...RUN), "ran 0, cached 1");
      assertEquals(slurm.jobs().length, 1);
    });
  };
}

steps["a stage that fails is one failure, whatever Slurm says"] = async () => {
  await runWith(
    shell("bad", "echo why >&2; exit 3", "outputs: { k: k }"),
    async (slurm, project) => {
      slurm.lie({ squeue: "always-running", scontrol: "COMPLETED" });
      const text = await project.expect(1, ...RUN);
      assertStringIncludes(text, "sh exited with code 3: why");
      assertEquals(slurm.jobs().length, 1);
    },
  );
};

for (const state of ["PREEMPTED", "NODE_FAIL"] as const) {
  for (const again of [true, false]) {
    steps[
      `${state} and ${
        again ? "requeued" : "gone"
      }: the stage resumes from its checkpoint`
    ] = async () => {
      using slurm = fakeSlurm();
      await using project = slurmProject(
        slurm,
        "  slow: { use: count, with: { steps: 60, milliseconds: 40 }, publish: true }\n",
      );
      const run = project.start(...RUN).output();
      const saved = () => {
        try {
          const [key] = [
            ...Deno.readDirSync(`${project.folder}/.sdarts/checkpoints`),
          ];
          return Deno.readTextFileSync(
            `${project.folder}/.sdarts/checkpoints/${key!.name}/count.txt`,
          ).length;
        } catch {
          return 0;
        }
      };
      await until(() => saved() > 5);
      const [job] = slurm.jobs();
      slurm.take(job!.id, state, again);
      const { code, stdout, stderr } = await run;
      const text = new TextDecoder().decode(stdout) +
        new TextDecoder().decode(stderr);
      assertEquals(code, 0, text);
      assertEquals(
        project.read("results/case/count.txt"),
        `${"x".repeat(60)}\n`,
      );
      assertEquals(project.read("results/case/folder/part"), "whole");
      assertStringIncludes(text, "resumed at");
      assertEquals(slurm.jobs().length, again ? 1 : 2);
    };
  }
}

steps["a job that is killed without a word fails with what Slurm knows"] =
  async () => {
    await runWith(
      SLOW.replace("sleep 1", "sleep 600"),
      async (slurm, project) => {
        const run = project.start(...RUN).output();
        await until(() => runningCommand(slurm));
        slurm.lie({ scontrol: "OUT_OF_MEMORY" });
        slurm.kill(slurm.jobs()[0]!.id);
        const { code, stdout } = await run;
        assertEquals(code, 1);
        assertStringIncludes(new TextDecoder().decode(stdout), "OUT_OF_MEMORY");
      },
    );
  };

steps[
  "sbatch that loses its answer submits once; one that is refused says why at once"
] = async () => {
  await runWith(SLOW, async (slurm, project) => {
    slurm.lie({ sbatch: "refuse" });
    assertStringIncludes(
      await project.expect(1, ...RUN),
      "Invalid partition",
    );
    assertEquals(slurm.calls("sbatch").length, 1);
    slurm.lie({ sbatch: "lost-answer" });
    await project.expect(0, ...RUN);
    assertEquals(slurm.jobs().length, 1);
  });
};

steps["jobs of one kind become one array; Ctrl-C cancels what is queued"] =
  async () => {
    using slurm = fakeSlurm();
    await using project = slurmProject(
      slurm,
      '  number: { use: number, with: { value: $seed } }\n  total: { use: total, needs: { numbers: "number[*]" }, publish: true }\n',
      "matrix: { seed: [2, 3, 5] }\n",
    );
    await project.expect(0, ...RUN);
    assertEquals(slurm.calls("sbatch").length, 2);
    assertStringIncludes(slurm.calls("sbatch")[0]!, "--array=0-2");
    assertEquals(project.read("results/case/total.txt"), "total 10\n");
    const local = await project.run("run", "a.yaml");
    assertStringIncludes(local.out, "ran 0, cached 4");
    project.write(
      "a.yaml",
      `name: case\nstages:\n${SLOW.replace("sleep 1", "sleep 600")}`,
    );
    const run = project.start(...RUN);
    const ended = run.output();
    await until(() => runningCommand(slurm));
    const began = Date.now();
    run.kill("SIGINT");
    assertEquals((await ended).code, 130);
    assert(Date.now() - began < 120_000);
    assertEquals(slurm.jobs().at(-1)!.state, "CANCELLED");
  };

steps[
  "a preemption whose signal reaches a command before its stage is no failure"
] = async () => {
  using slurm = fakeSlurm();
  await using project = slurmProject(slurm, SLOW);
  const run = project.expect(0, ...RUN);
  const command = await until(() => runningCommand(slurm));
  const below = liveProcesses(command.pid);
  for (const { pid } of [command, ...below]) Deno.kill(pid, "SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 1200));
  slurm.take(slurm.jobs()[0]!.id, "PREEMPTED", true);
  await run;
  assertEquals(project.read("results/case/k"), "part\ndone\n");
};

Deno.test("a run through Slurm ends right although Slurm lies", (t) =>
  stepsAtOnce(t, 5, steps));
