// A sweep of a toy training with a planted optimum.
import { toyProject } from "../pipeline/toy_project.ts";

const HEAD = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../../pipeline/stage.ts"))
};
`;

/** `train`: scores a point, the better the longer it trains; `measure`: copies the score; `collect`: lists what it gets, and the trials. */
const STAGES = {
  train: `${HEAD}export default defineStage({
  name: "train",
  description: "a training that is best at rate 0.01, width 24 and kind b",
  params: z.strictObject({
    rate: z.number(),
    width: z.int(),
    kind: z.enum(["a", "b", "c"]),
    epochs: z.int(),
    milliseconds: z.number().default(0),
    diverges: z.number().default(2),
  }),
  inputs: {},
  outputs: {
    history: {
      kind: "history",
      path: "history.json",
      numbers: { "epochs.score": { better: "higher" } },
    },
  },
  run: async ({ params, output, signal }) => {
    const { rate, width, kind, epochs, milliseconds, diverges } = params;
    if (rate > diverges) throw new Error("Expected finite numbers but found NaN");
    const miss = (Math.log10(rate) + 2) ** 2 + ((width - 24) / 16) ** 2 +
      (kind === "b" ? 0 : 1);
    const history = [];
    for (let epoch = 1; epoch <= epochs; epoch++) {
      signal.throwIfAborted();
      if (milliseconds > 0) await new Promise((go) => setTimeout(go, milliseconds));
      history.push({ score: -miss - 1 / epoch });
    }
    await Deno.writeTextFile(output("history"), JSON.stringify({ epochs: history }));
  },
});
`,
  measure: `${HEAD}export default defineStage({
  name: "measure",
  description: "copies the last score, as a test would",
  params: z.strictObject({}),
  inputs: { history: { kind: "history" } },
  outputs: {
    test: {
      kind: "score",
      path: "score.json",
      test: true,
      numbers: { score: { better: "higher" } },
    },
  },
  run: async ({ input, output }) => {
    const { epochs } = JSON.parse(await Deno.readTextFile(input("history")));
    await Deno.writeTextFile(output("test"), JSON.stringify(epochs.at(-1)));
  },
});
`,
  collect: `${HEAD}export default defineStage({
  name: "collect",
  description: "lists the points that it gets",
  params: z.strictObject({}),
  inputs: { scores: { kind: "score", many: true }, histories: { kind: "history", many: true } },
  outputs: { list: { kind: "list", path: "list.json" } },
  graph: true,
  run: async ({ members, output, sweep }) => {
    const points = ["scores", "histories"].map((input) => members(input).map(({ point }) => point));
    await Deno.writeTextFile(output("list"), JSON.stringify([...points, sweep]));
  },
});
`,
};

/** The pipeline file of the sweep. */
export function toySweepFile(
  options: {
    readonly tune?: string;
    readonly matrix?: string;
    readonly milliseconds?: number;
    /** Rate above which a training fails. */
    readonly diverges?: number;
  } = {},
): string {
  const {
    tune =
      "{ by: train.score, axes: [rate, width, kind], trials: 24, stop: asha, rungs: epochs }",
    matrix =
      `{ rate: { range: [0.0001, 1], log: true }, width: { range: [4, 64], whole: true }, kind: [a, b, c], epochs: [1, 3, 9] }`,
    milliseconds = 0,
    diverges = 2,
  } = options;
  return `name: sweep
matrix: ${matrix}
tune: ${tune}
stages:
  train: { use: train, with: { rate: $rate, width: $width, kind: $kind, epochs: $epochs, milliseconds: ${milliseconds}, diverges: ${diverges} } }
  measure: { use: measure, needs: { history: train } }
  relay: { use: command, needs: { in: measure }, run: [cp, "\${input.in}", "\${output.out}"], outputs: { out: out.json } }
  list: { use: collect, needs: { scores: "measure[*]", histories: "train[*]" }, publish: true }
`;
}

/** A project with the sweep. */
export function toySweep(
  options?: Parameters<typeof toySweepFile>[0],
): ReturnType<typeof toyProject> {
  const project = toyProject(toySweepFile(options));
  for (const [name, code] of Object.entries(STAGES)) {
    project.write(`stages/${name}/stage.ts`, code);
  }
  return project;
}
