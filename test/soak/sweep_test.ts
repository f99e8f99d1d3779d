// A sweep of 24 trials with early stopping and a sampler: killed five times, and against a grid.
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { fileNames } from "../../pipeline/base/read_files.ts";
import { seededRandom } from "../support/pipeline/mutated_file.ts";
import { toySweep } from "../support/sweep/toy_sweep.ts";

type Project = ReturnType<typeof toySweep>;

const KILLS = 5;

/** Runs until a number of instances are done, and ends the scheduler at once; false if it ended before. */
async function killAfter(
  project: Project,
  done: number,
  jobs: number,
): Promise<boolean> {
  const child = project.start("a.yaml", "--json", "--jobs", String(jobs));
  let left = done;
  let rest = "";
  let killed = false;
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  for await (const text of lines) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    for (const line of parts) {
      if ((JSON.parse(line) as { type: string }).type === "done") left--;
    }
    if (left <= 0 && !killed) {
      child.kill("SIGKILL");
      killed = true;
    }
  }
  await child.stderr.cancel();
  await child.status;
  return killed;
}

/** Everything that a sweep leaves which others read: decisions, records of results, and what is published. */
function outcome(project: Project): Record<string, string> {
  const records = `${project.folder}/.sdarts/ac`;
  return {
    decisions: project.read(".sdarts/sweeps/sweep.json"),
    list: project.read("results/sweep/list.json"),
    // Equal keys and equal digests are equal bytes.
    ...Object.fromEntries(
      fileNames(records).sort().map((name) => [
        name,
        Deno.readTextFileSync(`${records}/${name}`),
      ]),
    ),
  };
}

/** Epochs that trainings ran, and the best score of one with all epochs. */
function worth(project: Project): { work: number; best: number } {
  const { trials, best } = JSON.parse(
    project.read(".sdarts/sweeps/sweep.json"),
  );
  const rungs = trials.flatMap(({ rungs }: { rungs: { budget: number }[] }) =>
    rungs.map(({ budget }) => budget ?? 9)
  );
  return {
    work: rungs.reduce((sum: number, epochs: number) => sum + epochs, 0),
    best: trials[best].rungs.at(-1).value,
  };
}

Deno.test("a sweep that is killed five times ends with the same trials, decisions and bytes, and finds a better optimum than a grid for half of its work", async () => {
  await using whole = toySweep();
  assertEquals((await whole.run("a.yaml", "--jobs", "3")).code, 0);
  const expected = outcome(whole);
  assertEquals(JSON.parse(expected["decisions"]!).trials.length, 24);

  await using broken = toySweep({ milliseconds: 0 });
  const seed = Number(Deno.env.get("SDARTS_SOAK_SEED") ?? 20);
  const random = seededRandom(seed);
  let kills = 0;
  while (kills < KILLS) {
    const killed = await killAfter(
      broken,
      1 + Math.floor(random() * 7),
      1 + kills % 3,
    );
    assert(killed, `Expected more than ${kills} kills with seed ${seed}`);
    kills++;
  }
  assertEquals((await broken.run("a.yaml", "--jobs", "2")).code, 0);
  assertEquals(outcome(broken), expected);

  await using grid = toySweep({
    tune: "{ by: train.score, axes: [rate, width, kind], sampler: grid }",
    matrix:
      "{ rate: { range: [0.0001, 1], log: true, steps: 4 }, width: { range: [4, 64], whole: true, steps: 2 }, kind: [a, b, c], epochs: [9] }",
  });
  assertEquals((await grid.run("a.yaml", "--jobs", "2")).code, 0);
  const [found, all] = [worth(whole), worth(grid)];
  console.log(`sweep ${JSON.stringify(found)}, grid ${JSON.stringify(all)}`);
  assertEquals(all.work, 24 * 9);
  assertLess(found.work, all.work / 2);
  assertGreater(found.best, all.best);
  // The optimum has -1/9. A trial at random loses 3.3 to it on average, the best of the grid 2.
  assertGreater(found.best, -1 / 9 - 0.3);
});
