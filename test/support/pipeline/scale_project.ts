// A pipeline of thousands of toy stages.

/** How a DAG is written down. */
export type DagForm = "matrix" | "explicit";

/** A DAG of toy stages. */
export interface DagShape {
  /** `matrix`: four stage entries over an axis; `explicit`: one entry a stage. */
  readonly form: DagForm;
  /** Stages in all; a multiple of four. */
  readonly stages: number;
}

/** Depth of the DAGs: each chain has this many stages. */
export const DEPTH = 4;

const STAGE_API = new URL("../../../pipeline/stage.ts", import.meta.url).href;

const HEAD = `import { z } from "zod";\nimport { defineStage } from ${
  JSON.stringify(STAGE_API)
};\n`;

const STAGES = {
  start: `${HEAD}import { line } from "../../lib/line.ts";

export default defineStage({
  name: "start",
  description: "writes a number",
  params: z.strictObject({ value: z.int() }),
  inputs: {},
  outputs: { text: { kind: "text", path: "text.txt" } },
  run: async ({ params, output }) => {
    await Deno.writeTextFile(output("text"), line(params.value));
  },
});
`,
  next: `${HEAD}import { line } from "../../lib/line.ts";

export default defineStage({
  name: "next",
  description: "adds to a number",
  params: z.strictObject({ add: z.int() }),
  inputs: { text: { kind: "text" } },
  outputs: { text: { kind: "text", path: "text.txt" } },
  run: async ({ params, input, output }) => {
    const value = Number(await Deno.readTextFile(input("text")));
    await Deno.writeTextFile(output("text"), line(value + params.add));
  },
});
`,
};

/**
 * Writes a project with toy stages and a pipeline file `dag.yaml`.
 *
 * @param folder Folder of the project.
 * @param shape The DAG.
 */
export function writeScaleProject(folder: string, shape: DagShape): void {
  const write = (path: string, text: string) => {
    const full = `${folder}/${path}`;
    Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(full, text);
  };
  for (const [name, code] of Object.entries(STAGES)) {
    write(`stages/${name}/stage.ts`, code);
  }
  write(
    "lib/line.ts",
    "export function line(value: number): string {\n  return `${value}\\n`;\n}\n",
  );
  write("dag.yaml", pipelineText(shape));
}

/** Text of a pipeline file. */
export function pipelineText({ form, stages }: DagShape): string {
  const chains = stages / DEPTH;
  if (!Number.isInteger(chains) || chains < 1) {
    throw new RangeError(
      `Expected a multiple of ${DEPTH} stages but found ${stages}`,
    );
  }
  const levels = Array.from({ length: DEPTH }, (_, level) => level);
  const entry = (id: (level: number) => string, level: number, value: string) =>
    level === 0
      ? `  ${id(0)}:\n    use: start\n    with: { value: ${value} }\n`
      : `  ${id(level)}:\n    use: next\n    needs: { text: ${
        id(level - 1)
      } }\n    with: { add: ${level} }\n`;
  if (form === "matrix") {
    const seeds = Array.from({ length: chains }, (_, chain) => chain).join(
      ", ",
    );
    return `name: dag\nmatrix:\n  seed: [${seeds}]\nstages:\n` +
      levels.map((level) => entry((at) => `level${at}`, level, "$seed")).join(
        "",
      );
  }
  const parts = ["name: dag\nstages:\n"];
  for (let chain = 0; chain < chains; chain++) {
    for (const level of levels) {
      parts.push(
        entry((at) => `chain${chain}_level${at}`, level, String(chain)),
      );
    }
  }
  return parts.join("");
}
