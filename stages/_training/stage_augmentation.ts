import type {
  Augmentation,
  ColourChange,
  HoleCutter,
} from "../../datasets/pixels/augment.ts";
import type { DatasetManifest } from "../../datasets/prepared/manifest.ts";
import { trainAugmentation } from "../../datasets/prepared/train_augmentation.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/**
 * Random changes of the training images of a stage, by the modules that `augmentationParts()` declares.
 *
 * @throws {RangeError} If the images do not allow a change.
 */
export async function stageAugmentation(
  { part }: Pick<StageContext<unknown>, "part">,
  manifest: DatasetManifest,
  { crop, flip, cutout: length, jitter = false }: {
    readonly crop: boolean;
    readonly flip: boolean;
    /** Side of the cutout hole in pixels; 0 for none. */
    readonly cutout: number;
    /** Random colours, for images that keep their aspect; default false. */
    readonly jitter?: boolean;
  },
): Promise<Augmentation> {
  const cutter = length === 0
    ? undefined
    : (await part<{ cutout: HoleCutter }>("augmentation/cutout")).cutout;
  const colours = jitter
    ? (await part<{ jitter: ColourChange }>("augmentation/jitter")).jitter
    : undefined;
  return trainAugmentation(manifest, {
    crop,
    flip,
    cutout: cutter && { cutter, length },
    jitter: colours,
  });
}
