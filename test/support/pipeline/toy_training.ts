// A toy stage that reports curves, for tests of the live page.
import { namesIn } from "../../../pipeline/base/read_files.ts";

/**
 * A stage for tests of the page: reports metrics, logs hostile text, fails where it is told to, and waits before its
 * last epoch where it is told to.
 */
export const TOY_TRAINING = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../../pipeline/stage.ts"))
};
export default defineStage({
  name: "train",
  description: "makes curves",
  params: z.strictObject({
    method: z.string(),
    seed: z.number(),
    epochs: z.int(),
    wait: z.boolean(),
    fail: z.boolean().default(false),
  }),
  inputs: {},
  outputs: { history: { kind: "history", path: "history.json" } },
  run: async ({ params, output, checkpoint, progress, log, signal }) => {
    const { method, seed, epochs, wait, fail } = params;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
    const told = () => Deno.stat(checkpoint + "/go").then(() => true, () => false);
    log("<img src=x onerror=alert(1)> \\x1b[31mred\\x1b[0m </script>");
    const list = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      // more than the time between two reports
      for (let left = 11; wait && left > 0; left--) await pause();
      while (wait && epoch === epochs - 1 && !await told()) {
        signal.throwIfAborted();
        await pause();
      }
      const values = { loss: method.length / (epoch + 1) + seed / 10, "<b>rate</b>": 1 / (epoch + 1) };
      list.push({ epoch: epoch + 1, ...values });
      progress({ done: epoch + 1, total: epochs, unit: "epoch", note: \`epoch \${epoch + 1}/\${epochs}\`, metrics: { step: epoch, values } });
      if (fail) throw new Error("Expected luck but found none");
    }
    await Deno.writeTextFile(output("history"), JSON.stringify({ seed, epochs: list }));
  },
});
`;

/**
 * A pipeline with them: two methods with two seeds each, and what fails.
 *
 * @param epochs Epochs of each.
 * @param wait True for those that wait.
 */
export function toyTrainings(epochs: number, wait: boolean): string {
  const given = `epochs: ${epochs}, wait: ${wait}`;
  return `name: trainings
matrix: { method: [darts, sdarts-rs], seed: [0, 1] }
stages:
  search: { use: train, with: { method: $method, seed: $seed, ${given} } }
  broken: { use: train, with: { method: $method, seed: 7, ${given}, fail: true } }
  number: { use: number, with: { value: 3 } }
  square: { use: square, needs: { number: number } }
`;
}

/** Tells those that wait in a project, from now on, that they may end; gives what stops telling them. */
export function letEnd(folder: string): () => void {
  const checkpoints = `${folder}/.sdarts/checkpoints`;
  const timer = setInterval(() => {
    for (const key of namesIn(checkpoints)) {
      try {
        Deno.writeTextFileSync(`${checkpoints}/${key}/go`, "");
      } catch {
        // The stage has ended meanwhile.
      }
    }
  }, 20);
  return () => clearInterval(timer);
}
