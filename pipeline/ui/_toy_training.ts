/** A stage for tests of the page: reports metrics slowly, logs hostile text, and fails where it is told to. */
export const TOY_TRAINING = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../stage.ts"))
};
export default defineStage({
  name: "train",
  description: "makes curves",
  params: z.strictObject({
    method: z.string(),
    seed: z.number(),
    epochs: z.int(),
    milliseconds: z.number(),
    fail: z.boolean().default(false),
  }),
  inputs: {},
  outputs: { history: { kind: "history", path: "history.json" } },
  run: async ({ params, output, progress, log, signal }) => {
    const { method, seed, epochs, milliseconds, fail } = params;
    log("<img src=x onerror=alert(1)> \\x1b[31mred\\x1b[0m </script>");
    const list = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const values = { loss: method.length / (epoch + 1) + seed / 10, "<b>rate</b>": 1 / (epoch + 1) };
      list.push({ epoch: epoch + 1, ...values });
      progress({ done: epoch + 1, total: epochs, unit: "epoch", note: \`epoch \${epoch + 1}/\${epochs}\`, metrics: { step: epoch, values } });
      if (fail) throw new Error("Expected luck but found none");
    }
    await Deno.writeTextFile(output("history"), JSON.stringify({ seed, epochs: list }));
  },
});
`;

/** A pipeline with them: two methods with two seeds each, and what fails. */
export function toyTrainings(epochs: number, milliseconds: number): string {
  const given = `epochs: ${epochs}, milliseconds: ${milliseconds}`;
  return `name: trainings
matrix: { method: [darts, sdarts-rs], seed: [0, 1] }
stages:
  search: { use: train, with: { method: $method, seed: $seed, ${given} } }
  broken: { use: train, with: { method: $method, seed: 7, ${given}, fail: true } }
  number: { use: number, with: { value: 3 } }
  square: { use: square, needs: { number: number } }
`;
}
