import type { StoredImage } from "../pixels/stored_image.ts";

/** Images of a prepared data set, read one at a time. */
export interface ImageReader {
  readonly count: number;
  at(position: number): StoredImage;
  [Symbol.dispose](): void;
}
