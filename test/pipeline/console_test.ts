// What a person reads of runs: what came out, why something failed, and what it looks like with many instances.
import { assertEquals, assertMatch } from "@std/assert";
import { toyProject } from "../support/pipeline/toy_project.ts";

const TRAIN = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
};
import { gain } from "../../lib/gain.ts";
export default defineStage({
  name: "train",
  description: "makes a curve, fails once",
  params: z.strictObject({ lr: z.number(), seed: z.number() }),
  inputs: {},
  outputs: {
    history: {
      kind: "history",
      path: "history.json",
      numbers: { "epochs.gain": { better: "higher", label: "profit" } },
    },
  },
  run: async ({ params: { lr, seed }, output, log }) => {
    log("loss is NaN");
    console.error("step 3");
    if (lr === 1 && seed === 1) throw new Error("Expected luck but found none");
    const epochs = [1, 2].map((epoch) => ({ epoch, gain: gain(epoch, lr, seed) }));
    await Deno.writeTextFile(output("history"), JSON.stringify({ epochs, matrix: [[lr, 2], [3, seed]] }));
  },
});
`;

const PIPELINE = `name: toy
matrix: { lr: [0.1, 1], seed: [0, 1] }
stages:
  train: { use: train, with: { lr: $lr, seed: $seed } }
  fit:
    use: command
    run: [sh, fit.sh]
`;

const GAIN =
  `export function gain(epoch: number, lr: number, seed: number): number {
  return epoch * (lr + seed) / 4;
}
`;

/** A project whose run has failures. */
function failingProject() {
  const project = toyProject(PIPELINE);
  project.write("stages/train/stage.ts", TRAIN);
  project.write("lib/gain.ts", GAIN);
  project.write("fit.sh", "echo reading\necho shapes differ >&2\nexit 3\n");
  return project;
}

Deno.test("a run says what came out of each stage, and shows the last lines of those that failed, once and without frames", async () => {
  await using project = failingProject();
  const { code, out } = await project.run("run", "a.yaml", "-k");
  assertEquals(code, 1);
  assertMatch(out, /train@lr=1,seed=0 {2}[\d.]+s {2}profit 0\.5\n/);
  assertMatch(
    out,
    /failed train@lr=1,seed=1 {2}[\d.]+s {2}Expected luck but found none\n {2}\| step 3\n {2}all of its log: (sdarts|deno task pipeline) log train@lr=1,seed=1 /,
  );
  assertMatch(
    out,
    /failed fit {2}[\d.]+s {2}sh exited with code 3\n {2}\| reading\n {2}\| shapes differ\n {2}all of its log: /,
  );
  assertMatch(
    out,
    /\ntrain {2}profit {2}lr=0\.1 0\.3 ± 0\.35, lr=1 0\.5\nfailed: /,
  );
  for (
    const [instance, last] of [["fit", "sh exited"], [
      "train@lr=1,seed=1",
      "    at ",
    ]]
  ) {
    const log = await project.run("log", instance!);
    assertEquals(log.out.match(/Expected luck|sh exited/g)?.length, 1);
    assertEquals(log.out.includes("/pipeline/"), false, log.out);
    assertEquals(log.out.includes(last!), true, log.out);
  }
});

Deno.test("plan and status count instances and agree, and explain answers in three lines", async () => {
  await using project = failingProject();
  const text = async (...args: string[]) => (await project.run(...args)).out;
  assertEquals(
    await text("plan", "a.yaml"),
    "run    train × 4  never run\nrun    fit        never run\nrun 5, wait 0, cached 0\n",
  );
  await project.run("run", "a.yaml", "-k");
  const failed = `train@lr=1,seed=1  failed last: Expected luck but found none
LAST fit                failed last: sh exited with code 3: shapes differ
`;
  const some = ["--set", "matrix.lr=[0.1,1,2,3]", "--set", "train.lr=$lr"];
  const lines = (done: string, last: string, fresh: string) =>
    `${done} train × 3 of 8
${last} ${failed.replace("LAST", last)}`.replace(
      `${last} fit`,
      `${fresh} train × 4 of 8     never run\n${last} fit`,
    );
  assertEquals(
    await text("plan", "a.yaml", ...some),
    `${lines("cached", "run   ", "run   ")}run 6, wait 0, cached 3\n`,
  );
  assertEquals(
    await text("status", "a.yaml", ...some),
    `${
      lines("done      ", "failed    ", "new       ")
    }done 3, failed 2, new 4\na run would: run 6, wait 0, cached 3\n`,
  );
  assertEquals((await text("plan", "a.yaml", "--all")).split("\n").length, 7);
  assertEquals(
    await text("explain", "train", "a.yaml"),
    `train × 4: 1 runs, 3 are in the cache
because    failed last: Expected luck but found none (1)
then       no stage needs it
`,
  );
  const details = await text("explain", "train", "a.yaml", "--all");
  assertEquals(details.match(/^key {8}[0-9a-f]{64}$/gm)?.length, 4);
  const json = JSON.parse(await text("explain", "train", "a.yaml", "--json"));
  assertEquals(json.instances.at(-1).plan, "run");
});

Deno.test("log is the history of runs, failed ones too, and shows the epochs of an instance; diff begins with headline metrics and stays within a pipeline", async () => {
  await using project = failingProject();
  const some = ["--set", "matrix.lr=[0.1, 2]"];
  await project.run("run", "a.yaml", "-k");
  project.write(
    "b.yaml",
    "name: other\nstages:\n  one: { use: number, with: { value: 1 } }\n",
  );
  await project.run("run", "b.yaml");
  project.write("fit.sh", "exit 0\n");
  await project.run("run", "a.yaml", ...some);
  const log = (await project.run("log")).out.trimEnd().split("\n");
  assertEquals(
    log.map((line) =>
      line.replace(/^\w{12} {2}[-\d]{10} [:\d]{8}/, "RUN")
        .replace(/ [\d.]+s/, "").replaceAll(/ +/g, " ")
    ),
    [
      "RUN done toy a.yaml --set 'matrix.lr=[0.1, 2]' train profit 1.25 ± 0.35 (best: lr=2) no commit",
      "RUN done other b.yaml 1 results no commit",
      "RUN failed 2 of 5 toy a.yaml -k train profit 0.5 (best: lr=1) no commit",
    ],
  );
  const epochs = await project.run("log", "train@lr=2,seed=1");
  assertMatch(
    epochs.out,
    /^train@lr=2,seed=1 of toy {2}done .*\nepoch {2}gain\n {4}1 {2}0\.75\n {4}2 {3}1\.5\n\nloss is NaN\nstep 3\n/,
  );
  const json = JSON.parse(
    (await project.run("log", "train@lr=2,seed=1", "--json")).out,
  );
  assertEquals(json.epochs.at(-1), { step: 1, values: { gain: 1.5 } });
  assertEquals(
    (await project.run("diff")).out.match(/^\w+ +(?=train|fit|one)/gm)?.length,
    4,
  );
  project.write("lib/gain.ts", GAIN.replace("lr + seed", "lr - seed"));
  await project.run("run", "a.yaml", ...some);
  const diff = async (...args: string[]) =>
    (await project.run("diff", ...args)).out;
  const change =
    /^changed {2}train@lr=2,seed=1 {2}code: .* changed\n {2}profit: 1\.5 -> 0\.5 \(-1\) worse\n/m;
  assertMatch(await diff(), change);
  assertMatch(
    await diff(),
    / {2}and 2 more numbers: --all\nchanged {2}train@lr=0\.1,seed=0 .*\n.*\n4 results differ between last~1 and last\n$/,
  );
  assertMatch(
    await diff("--all"),
    /history epochs\.1\.gain: 1\.5 -> 0\.5 \(-1\)\n/,
  );
});
