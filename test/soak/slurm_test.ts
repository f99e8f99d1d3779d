import { assert, assertEquals } from "@std/assert";
import {
  type ToyProject,
  toyProject,
} from "../support/pipeline/toy_project.ts";
import { pause, realSlurm } from "../support/pipeline/real_slurm.ts";

const PIPELINE = `name: case
matrix: { seed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }
stages:
  number: { use: number, with: { value: $seed }, resources: { cpus: 1, memory: 200M } }
  square: { use: square, needs: { number: number }, resources: { cpus: 1, memory: 200M } }
  slow:
    use: command
    needs: { square: square }
    run: [sh, "\${param.script}", "\${input.square}", "\${param.seed}", "\${output.o}"]
    with: { script: slow.sh, seed: $seed }
    code: [slow.sh]
    outputs: { o: o }
    publish: true
    resources: { cpus: 1, memory: 200M }
  total: { use: total, needs: { numbers: "square[*]" }, publish: true, resources: { cpus: 1, memory: 200M } }
`;
/** Four steps with a checkpoint after each. */
const SLOW = `saved="$SDARTS_CHECKPOINT/steps"
touch "$saved"
while [ "$(wc -l < "$saved")" -lt 4 ]; do sleep 0.5; echo step >> "$saved"; done
{ cat "$1"; echo "seed $2"; cat "$saved"; } > "$3"
`;

function project(): ToyProject {
  const made = toyProject(PIPELINE);
  made.write("slow.sh", SLOW);
  made.write("slurm.yaml", "poll: 0.5\nbeat: 1\npatience: 20\n");
  return made;
}

Deno.test("a sweep through a real Slurm equals the local one, over a kill, a requeue and a drained node", async () => {
  const slurm = await realSlurm();
  if (typeof slurm === "string") {
    console.log(`skipped: no Slurm, ${slurm}`);
    return;
  }
  await using _ = slurm;
  await using local = project();
  assertEquals((await local.run("run", "a.yaml")).code, 0);
  await using made = project();
  const began = performance.now();
  const args = ["run", "a.yaml", "--executor", "slurm"];
  const first = made.start(...args);
  const firstEnd = first.output();
  const queue = async () =>
    (await slurm.ask("squeue", "--me", "--array", "-h", "-o", "%i %T"))
      .trim().split("\n").filter((line) => line !== "");
  const running = async () => {
    for (let left = 300; left > 0; left--) {
      const job = (await queue()).find((line) => line.endsWith(" RUNNING"));
      const slow = [...Deno.readDirSync(`${made.folder}/.sdarts/checkpoints`)];
      if (job !== undefined && slow.length > 0) return job.split(" ")[0]!;
      await pause(100);
    }
    throw new Error("no job is running");
  };
  for (let left = 600; made.ran().length < 26; left--) {
    assert(left > 0, "Expected numbers and squares to end");
    await pause(100);
  }
  await running();
  await pause(1000);
  first.kill("SIGKILL");
  await firstEnd;
  const second = made.start(...args).output();
  const job = await running();
  const requeues: string[] = [];
  await slurm.ask("scontrol", "requeue", job);
  requeues.push(job);
  await pause(2500);
  await slurm.ask("scontrol", "update", `JobId=${job}`, "StartTime=now")
    .catch(() => "it runs again already");
  const host = Deno.hostname().split(".")[0]!;
  await slurm.ask(
    "scontrol",
    "update",
    `NodeName=${host}`,
    "State=DRAIN",
    "Reason=test",
  );
  await pause(3000);
  await slurm.ask("scontrol", "update", `NodeName=${host}`, "State=RESUME");
  const { code, stdout, stderr } = await second;
  const text = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  assertEquals(code, 0, text);
  const lock = async (from: ToyProject) => {
    assertEquals((await from.run("lock", "a.yaml")).code, 0);
    return from.read("a.yaml.lock");
  };
  assertEquals(await lock(made), await lock(local));
  assertEquals(made.ran().length, 37);
  assertEquals([...Deno.readDirSync(`${made.folder}/.sdarts/jobs`)], []);
  assertEquals(await queue(), []);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `37 stages in ${seconds} s, requeued ${requeues}, one run killed`,
  );
});
