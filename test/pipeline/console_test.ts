// What a person reads of runs: what came out, why something failed, and what it looks like with many instances.
import { assertEquals, assertMatch } from "@std/assert";
import { toyProject } from "../support/pipeline/toy_project.ts";

const TRAIN = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
};
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
    const epochs = [1, 2].map((epoch) => ({ epoch, gain: (epoch - 1) * (lr + seed) / 2 }));
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

/** A project whose run has failures. */
function failingProject() {
  const project = toyProject(PIPELINE);
  project.write("stages/train/stage.ts", TRAIN);
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
    /failed train@lr=1,seed=1 {2}[\d.]+s {2}Expected luck but found none\n {2}\| step 3\n {2}all of its log: sdarts log train@lr=1,seed=1 /,
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
