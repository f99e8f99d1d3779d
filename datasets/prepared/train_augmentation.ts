import type { Augmentation, ColourChange, Cutout } from "../pixels/augment.ts";
import type { DatasetManifest } from "./manifest.ts";
import { IMAGENET_CROP } from "../pixels/resized_crop.ts";

/**
 * Says which change the stored images do not allow; undefined if they allow all.
 *
 * @example A hole that would cover every image
 * ```ts
 * import { augmentationTrouble } from "./train_augmentation.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const images = { name: "cifar10", layout: "square", size: 8 } as const;
 * assertEquals(
 *   augmentationTrouble(images, { cutout: 16 })?.message,
 *   "Expected a cutout of at most 8 pixels, the side of the images, but found 16",
 * );
 * ```
 */
export function augmentationTrouble(
  { layout, size, name }: Pick<DatasetManifest, "layout" | "size" | "name">,
  { cutout, jitter = false }: {
    readonly cutout: number;
    readonly jitter?: boolean;
  },
): { readonly path: readonly string[]; readonly message: string } | undefined {
  if (layout === "square" && jitter) {
    return {
      path: ["jitter"],
      message:
        `Expected jitter: false but found true: the images of ${name} are stored square`,
    };
  }
  return cutout <= size ? undefined : {
    path: ["cutout"],
    message:
      `Expected a cutout of at most ${size} pixels, the side of the images, but found ${cutout}`,
  };
}

/**
 * Random changes of the training images: shifts of square ones, resized regions of those that keep their aspect.
 *
 * @throws {RangeError} If the images do not allow a change.
 */
export function trainAugmentation(
  manifest: DatasetManifest,
  { crop, flip, cutout, jitter }: {
    readonly crop: boolean;
    readonly flip: boolean;
    /** Holes; undefined for none. */
    readonly cutout?: Cutout | undefined;
    /** Random colours, for images that keep their aspect; undefined for none. */
    readonly jitter?: ColourChange | undefined;
  },
): Augmentation {
  const trouble = augmentationTrouble(manifest, {
    cutout: cutout?.length ?? 0,
    jitter: jitter !== undefined,
  });
  if (trouble !== undefined) throw new RangeError(trouble.message);
  const { layout, pad } = manifest;
  if (layout === "square") {
    return {
      pad: crop ? pad : 0,
      flip,
      ...(cutout === undefined ? {} : { cutout }),
    };
  }
  return {
    pad: 0,
    flip,
    ...(cutout === undefined ? {} : { cutout }),
    ...(crop ? { resizedCrop: IMAGENET_CROP } : {}),
    ...(jitter === undefined ? {} : { jitter }),
  };
}
