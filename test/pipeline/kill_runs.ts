// Kills the scheduler of a run, its stages, or both, at random moments, and runs again.
import { assertEquals } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { type ToyProject, toyProject } from "../../pipeline/_toy_project.ts";

const pipeline = (trial: number) =>
  `name: kills
stages:
  one: { use: number, with: { value: ${trial} } }
  two: { use: number, with: { value: ${trial + 1} } }
  square: { use: square, needs: { number: one } }
  slow: { use: count, with: { steps: ${20 + trial % 7}, milliseconds: 30 } }
  shell:
    use: command
    run: [sh, -c, 'echo part > o; sleep 0.4; cat $1 $2 >> o; echo >> o; echo done >> o', sh, "\${input.a}", "\${input.b}"]
    needs: { a: square, b: two }
    outputs: { o: o }
    publish: true
  total:
    use: total
    needs: { numbers: [ "one[*]", "two[*]", "square[*]" ] }
    publish: true
  last:
    use: command
    run: [cp, "\${input.count}", "\${output.copy}"]
    needs: { count: slow.count }
    outputs: { copy: copy.txt }
    publish: true
`;

/** What a series of kills did. */
export interface KillCounts {
  /** Runs that were killed before they ended. */
  killed: number;
  /** Stage processes that were killed. */
  stages: number;
}

/**
 * Kills runs at random moments; after each, a plain rerun must end with the right bytes and leave nothing behind.
 *
 * @param trials How many runs to kill.
 * @param seed Chooses moments and victims.
 */
export async function killRuns(
  trials: number,
  seed: number,
): Promise<KillCounts> {
  const random = randomStream({ seed, stream: "kills" });
  const counts: KillCounts = { killed: 0, stages: 0 };
  await using project = toyProject("");
  for (let trial = 0; trial < trials; trial++) {
    // Another value each time: every stage has something to do.
    project.write("a.yaml", pipeline(trial));
    const child = project.start("run", "a.yaml");
    const ended = child.output();
    await new Promise((resolve) =>
      setTimeout(resolve, 50 + Math.floor(random.uniform() * 1150))
    );
    const victims = ["scheduler", "stage", "both"][random.below(3)]!;
    if (victims !== "scheduler") {
      counts.stages += killStage(project, random.below(8));
    }
    if (victims !== "stage") {
      try {
        child.kill("SIGKILL");
      } catch {
        // It had ended.
      }
    }
    const { signal } = await ended;
    if (signal !== null) counts.killed++;
    const { code, out, err } = await project.run("run", "a.yaml");
    const where = `trial ${trial} of seed ${seed}, killed: ${victims}`;
    assertEquals(code, 0, `${where}\n${out}\n${err}`);
    const square = trial * trial;
    assertEquals(
      project.read("results/kills/o"),
      `part\n${square}${trial + 1}\ndone\n`,
      where,
    );
    assertEquals(
      project.read("results/kills/total.txt"),
      `total ${2 * trial + 1 + square}\n`,
      where,
    );
    assertEquals(
      project.read("results/kills/copy.txt"),
      `${"x".repeat(20 + trial % 7)}\n`,
      where,
    );
    for (const folder of ["work", "tmp", "checkpoints"]) {
      assertEquals(
        names(`${project.folder}/.sdarts/${folder}`),
        [],
        `${where}: ${folder}`,
      );
    }
  }
  assertEquals((await project.run("verify")).code, 0);
  return counts;
}

/** Ends a running stage with all that it started; 0 where none runs. */
function killStage(project: ToyProject, choice: number): number {
  const locks = `${project.folder}/.sdarts/locks`;
  const pids = names(locks).filter((name) => name.endsWith(".stage"))
    .flatMap((name) => {
      try {
        const { pid } = JSON.parse(Deno.readTextFileSync(`${locks}/${name}`));
        return Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes(
            "request.json",
          )
          ? [Number(pid)]
          : [];
      } catch {
        return [];
      }
    });
  const pid = pids[choice % Math.max(1, pids.length)];
  if (pid === undefined) return 0;
  try {
    Deno.kill(pid, "SIGKILL");
    return 1;
  } catch {
    return 0;
  }
}

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}
