import type { Augmentation } from "../../datasets/augmentations/augmentation.ts";
import {
  augmentedImages,
  type AugmentedPass,
} from "../../datasets/prepared/augmented_images.ts";
import type { DatasetBase } from "../../datasets/prepared/open_dataset.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/** The choices of a stage that changes training images. */
interface ChosenRoles {
  /** Roles of the modules that change training images, in order. */
  readonly augmentation: readonly string[];
}

/**
 * Random changes of the training images of a stage, by the modules that its parameters choose.
 *
 * @param changes Side of the cutout hole in pixels; 0 for none.
 */
export async function stageAugmentation(
  { part, choices }: Pick<
    StageContext<unknown, ChosenRoles>,
    "part" | "choices"
  >,
  dataset: DatasetBase,
  { cutout }: { readonly cutout: number },
): Promise<AugmentedPass> {
  const list = await Promise.all(
    choices.augmentation.map(async (role) =>
      (await part<{ readonly augmentation: Augmentation }>(role)).augmentation
    ),
  );
  return augmentedImages(dataset, { list, cutout });
}
