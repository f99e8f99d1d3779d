import type { StoredImage } from "../pixels/stored_image.ts";
import { middleView } from "../pixels/view.ts";
import { IN_PLACE, writeImage } from "../pixels/write_image.ts";
import type { DatasetBase } from "./open_dataset.ts";

/**
 * Writes a stored image to the input of a network, [size, size, 3].
 *
 * @param sample Position of the image in its part.
 */
export type ImageWriter = (
  image: StoredImage,
  target: Float32Array,
  sample: number,
) => void;

/** Writes images as an evaluation sees them: the middle of those that keep their aspect, normalised. */
export function plainImages(
  { manifest: { size, layout }, table }: DatasetBase,
): ImageWriter {
  return (image, target) =>
    writeImage(
      layout === "square" ? image.pixels : middleView(image, size),
      target,
      IN_PLACE,
      { size, table },
    );
}
