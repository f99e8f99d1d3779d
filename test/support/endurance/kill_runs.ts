// Kills the scheduler of a run, a process of its stages, or both, at random moments, and runs again.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { randomStream } from "../../../engine/philox.ts";
import { type ToyProject, toyProject } from "../pipeline/toy_project.ts";
import { strike, VICTIMS } from "./strike.ts";

const STEPS = 20;

// Every value is new each time, so that every stage has something to do.
const pipeline = (trial: number) =>
  `name: kills
stages:
  one: { use: number, with: { value: ${trial} } }
  two: { use: number, with: { value: ${trial + 1} } }
  square: { use: square, needs: { number: one } }
  slow: { use: count, with: { steps: ${STEPS}, milliseconds: ${
    30 + trial / 1000
  } } }
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

/** Counts of a series of kills; a run that ended before its victim was found is not counted. */
export interface KillCounts {
  /** Runs of which the scheduler alone was killed. */
  scheduler: number;
  /** Runs of which a process of a stage was killed. */
  stage: number;
  /** Runs of which both were killed. */
  both: number;
  /** Processes killed that belonged to a command. */
  commands: number;
  /** Reruns that went on from a checkpoint. */
  resumed: number;
}

/**
 * Kills as many runs as asked, at random moments; after each, a plain rerun must end with the right bytes, resume from
 * the checkpoint where there was one, and leave nothing behind.
 *
 * @param kills How many runs to kill.
 * @param seed Chooses moments and victims.
 * @param report Called after each kill.
 */
export async function killRuns(
  kills: number,
  seed: number,
  report: (counts: KillCounts) => void = () => {},
): Promise<KillCounts> {
  const random = randomStream({ seed, stream: "kills" });
  const counts = { scheduler: 0, stage: 0, both: 0, commands: 0, resumed: 0 };
  await using project = toyProject("");
  project.write("a.yaml", pipeline(0));
  await assertRight(project, 0, `seed ${seed}, no kill`);
  // The first run compiles; moments are drawn from the length of one like those that follow, a process too.
  project.write("a.yaml", pipeline(0.5));
  const start = performance.now();
  await project.start("run", "a.yaml").output();
  const length = performance.now() - start;
  await assertRight(project, 0.5, `seed ${seed}, no kill`);
  for (let trial = 1, killed = 0; killed < kills; trial++) {
    assert(trial < 4 * kills + 20, `Expected victims but found ${killed}`);
    const choice = VICTIMS[random.below(3)]!;
    const where = `trial ${trial} of seed ${seed}, killed: ${choice}`;
    project.write("a.yaml", pipeline(trial));
    const child = project.start("run", "a.yaml");
    const { hit, victim } = await strike(child, choice, {
      random,
      within: length,
    });
    if (hit) {
      counts[choice]++;
      killed++;
    }
    if (victim && !victim.command.includes("request.json")) counts.commands++;
    const saved = checkpointed(project);
    project.forget();
    await assertRight(project, trial, where);
    if (saved > 0 && project.ran().includes("slow")) {
      const { out } = await project.run("log", "slow");
      const resumed = /resumed at (\d+)/.exec(out)?.[1] ?? "";
      assert(Number(resumed) >= saved, `${where}: from ${saved}\n${out}`);
      counts.resumed++;
    }
    report(counts);
  }
  assertEquals((await project.run("verify")).code, 0);
  return counts;
}

/** Runs to the end; the published bytes are right and nothing is left behind. */
async function assertRight(
  project: ToyProject,
  trial: number,
  where: string,
): Promise<void> {
  const { code, out, err } = await project.run("run", "a.yaml");
  assertEquals(code, 0, `${where}\n${out}\n${err}`);
  const square = trial * trial;
  const { folder } = project;
  const read = (path: string) => project.read(`results/kills/${path}`);
  assertEquals(read("o"), `part\n${square}${trial + 1}\ndone\n`, where);
  assertStringIncludes(read("total.txt"), `total ${2 * trial + 1 + square}\n`);
  assertEquals(read("copy.txt"), `${"x".repeat(STEPS)}\n`, where);
  for (const left of ["work", "tmp", "checkpoints"]) {
    assertEquals(names(`${folder}/.sdarts/${left}`), [], `${where}: ${left}`);
  }
}

/** Steps of `slow` that a checkpoint holds; 0 where there is none. */
function checkpointed({ folder }: ToyProject): number {
  const checkpoints = `${folder}/.sdarts/checkpoints`;
  return Math.max(
    0,
    ...names(checkpoints).map((name) => {
      try {
        return Deno.statSync(`${checkpoints}/${name}/count.txt`).size;
      } catch {
        return 0;
      }
    }),
  );
}

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}
