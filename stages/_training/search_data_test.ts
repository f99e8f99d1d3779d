import { join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { augmentation as cutout } from "../../datasets/augmentations/cutout.ts";
import { augmentedImages } from "../../datasets/prepared/augmented_images.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import tinyDataset from "../../test/support/data/tiny_dataset_stage.ts";
import { searchData } from "./search_data.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

Deno.test("the share of images with a cutout hole grows from none in the first epoch to all in the last, for each batch", async () => {
  using folder = tempFolder();
  const outputs = {
    dataset: join(folder.path, "dataset"),
    test: join(folder.path, "test"),
  };
  await runHere(
    tinyDataset,
    testContext({ train: 64, test: 2 }, { outputs, checkpoint: folder.path })
      .context,
  );
  using dataset = await openDataset(outputs.dataset);
  const data = (length: number, epochs?: number) =>
    searchData(dataset, {
      batch: 32,
      seed: 1,
      alphaSampling: "pass",
      augmentation: augmentedImages(dataset, {
        list: length > 0 ? [cutout] : [],
        cutout: length,
      }),
      ...(epochs === undefined ? {} : { epochs }),
    });
  const size = 16 * 16 * 3;
  const holes = (epoch: number, epochs?: number) => {
    const [whole, cut] = [data(0), data(8, epochs)];
    const pairs = [
      [whole.weights(epoch, 0), cut.weights(epoch, 0)],
      [whole.alpha(epoch, 0), cut.alpha(epoch, 0)],
      [[...whole.validation(epoch)][0]!, [...cut.validation(epoch)][0]!],
    ] as const;
    return pairs.map(([a, b]) =>
      Array.from(
        { length: 32 },
        (_, i) =>
          a.x.subarray(i * size, (i + 1) * size).some((v, at) =>
            v !== b.x[i * size + at]
          ),
      ).filter((changed) => changed).length
    );
  };
  assertEquals(holes(0, 5), [0, 0, 0]);
  assertEquals(holes(4, 5), [32, 32, 32]);
  for (const count of holes(2, 5)) {
    assert(count > 6 && count < 26, `${count}`);
  }
  assertEquals(holes(0), [32, 32, 32], "without a ramp all have one");
});
