import { DEPTH } from "../test/support/pipeline/scale_project.ts";

/** A tool that the same DAG is written for. */
export type Rival = "dvc" | "snakemake";

/** One stage of the DAG: `value` starts a chain, `needs` continues it. */
interface Step {
  readonly id: string;
  readonly needs?: string;
  readonly value: number;
}

/**
 * Writes the DAG of `pipelineText()` in its explicit form for another tool, with outputs as its stages would write
 * them, so that nothing has to run.
 *
 * @param folder Folder of the project.
 * @param options The tool, and stages in all.
 */
export function writeRivalProject(
  folder: string,
  options: { readonly rival: Rival; readonly stages: number },
): void {
  const steps = stepsOf(options.stages);
  Deno.mkdirSync(`${folder}/out`, { recursive: true });
  // In the order of the chains: an output is never older than what it was made of.
  for (const { id, value } of steps) {
    Deno.writeTextFileSync(`${folder}/out/${id}.txt`, `${value}\n`);
  }
  if (options.rival === "dvc") {
    Deno.writeTextFileSync(`${folder}/dvc.yaml`, dvcText(steps));
  } else {
    Deno.writeTextFileSync(`${folder}/Snakefile`, snakeText(steps));
  }
}

function stepsOf(stages: number): Step[] {
  const steps: Step[] = [];
  for (let chain = 0; chain < stages / DEPTH; chain++) {
    for (let level = 0, value = chain; level < DEPTH; level++) {
      value += level;
      const id = `chain${chain}_level${level}`;
      steps.push(
        level === 0
          ? { id, value }
          : { id, value, needs: `chain${chain}_level${level - 1}` },
      );
    }
  }
  return steps;
}

function dvcText(steps: readonly Step[]): string {
  return "stages:\n" +
    steps.map(({ id, needs, value }) =>
      `  ${id}:\n    cmd: echo ${value} > out/${id}.txt\n` +
      (needs === undefined ? "" : `    deps: [out/${needs}.txt]\n`) +
      `    outs: [out/${id}.txt]\n`
    ).join("");
}

function snakeText(steps: readonly Step[]): string {
  const used = new Set(steps.map(({ needs }) => needs));
  const ends = steps.filter(({ id }) => !used.has(id));
  const list = ends.map(({ id }) => `"out/${id}.txt"`).join(", ");
  return `rule all:\n    input: [${list}]\n` +
    steps.map(({ id, needs, value }) =>
      `rule ${id}:\n` +
      (needs === undefined ? "" : `    input: "out/${needs}.txt"\n`) +
      `    output: "out/${id}.txt"\n    shell: "echo ${value} > {output}"\n`
    ).join("");
}
