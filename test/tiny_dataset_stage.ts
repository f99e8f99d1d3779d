import { join } from "node:path";
import { z } from "zod";
import { randomStream } from "../engine/philox.ts";
import { encodeSafetensors } from "../engine/safetensors.ts";
import { defineStage } from "../pipeline/stage.ts";

/** Stage for tests: a data set of noise in the form that `split` writes. */
export default defineStage({
  name: "tiny-dataset",
  description: "makes a data set of noise",
  params: z.strictObject({ train: z.int(), test: z.int() }),
  inputs: {},
  outputs: { dataset: { kind: "dataset", path: "dataset" } },
  run: async ({ params, output }) => {
    const folder = output("dataset");
    await Deno.mkdir(folder);
    const part = (name: "train" | "test") => {
      const count = params[name];
      const random = randomStream({ seed: 0, stream: name });
      const bytes = (length: number, below: number) =>
        Array.from({ length }, () => random.below(below));
      return Deno.writeFile(
        join(folder, `${name}.safetensors`),
        encodeSafetensors({
          images: {
            dtype: "U8",
            shape: [count, 16, 16, 3],
            data: Uint8Array.from(bytes(count * 768, 256)),
          },
          labels: {
            dtype: "I32",
            shape: [count],
            data: Int32Array.from(bytes(count, 4)),
          },
          ids: {
            dtype: "I32",
            shape: [count],
            data: Int32Array.from(Array(count).keys()),
          },
        }),
      );
    };
    await part("train");
    await part("test");
    const half = params.train / 2;
    const json = (name: string, value: unknown) =>
      Deno.writeTextFile(join(folder, name), JSON.stringify(value));
    await json("split.json", {
      weights: Array.from({ length: half }, (_, i) => i),
      alpha: Array.from({ length: half }, (_, i) => half + i),
      test: Array.from({ length: params.test }, (_, i) => i),
    });
    await json("dataset.json", {
      name: "noise",
      classes: ["a", "b", "c", "d"],
      size: 16,
      channels: 3,
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
      pad: 2,
      train: params.train,
      test: params.test,
      statement: "noise for tests: no data set",
    });
  },
});
