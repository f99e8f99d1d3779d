// A stage that makes a prepared data set of a few images.
import { join } from "node:path";
import { z } from "zod";
import { randomStream } from "../../../engine/philox.ts";
import { encodeSafetensors } from "../../../engine/safetensors.ts";
import { defineStage } from "../../../pipeline/stage.ts";

/** Stage for tests: a data set of noise in the form that `split` writes. */
export default defineStage({
  name: "tiny-dataset",
  description: "makes a data set of noise",
  params: z.strictObject({
    train: z.int(),
    test: z.int(),
    size: z.int().optional(),
  }),
  inputs: {},
  outputs: {
    dataset: { kind: "dataset", path: "dataset" },
    test: { kind: "test-dataset", path: "test" },
  },
  run: async ({ params, output }) => {
    const folders = { train: output("dataset"), test: output("test") };
    const { size = 16 } = params;
    const part = async (name: "train" | "test") => {
      await Deno.mkdir(folders[name]);
      const count = params[name];
      const random = randomStream({ seed: 0, stream: name });
      const bytes = (length: number, below: number) =>
        Array.from({ length }, () => random.below(below));
      await Deno.writeFile(
        join(folders[name], `${name}-00000.safetensors`),
        encodeSafetensors({
          images: {
            dtype: "U8",
            shape: [count, size, size, 3],
            data: Uint8Array.from(bytes(count * 3 * size * size, 256)),
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
    const json = (folder: string, name: string, value: unknown) =>
      Deno.writeTextFile(join(folder, name), JSON.stringify(value));
    await json(folders.train, "split.json", {
      weights: Array.from({ length: half }, (_, i) => i),
      alpha: Array.from({ length: half }, (_, i) => half + i),
    });
    const manifest = {
      name: "noise",
      classes: ["a", "b", "c", "d"],
      size,
      channels: 3,
      layout: "square",
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
      pad: 2,
      train: params.train,
      test: params.test,
      statement: "noise for tests: no data set",
    };
    await json(folders.train, "dataset.json", manifest);
    await json(folders.test, "dataset.json", manifest);
  },
});
