import type { Metadata } from "sharp";

/** Format, size and kind of pixels, from the head of an image. */
type ImageHead = Pick<
  Metadata,
  | "format"
  | "width"
  | "height"
  | "channels"
  | "depth"
  | "isProgressive"
  | "chromaSubsampling"
>;

/**
 * Most bytes that an image may take while it is decoded. The process takes about 100 MiB more. The largest image of
 * ImageNet stays below it.
 */
export const MOST_DECODING_BYTES = 400 << 20;

/** Bytes of a pixel of the result: red, green, blue. */
const RESULT = 3;

/** Bytes for each pixel of a row, as some rows are held at a time: measured 32, and as much again that may not be returned. */
const ROWS = 64;

/**
 * Bytes that an image takes while it is decoded: its file, the result, what its decoder holds of the whole image, and
 * the rows that it works on.
 */
export function decodingBytes(
  head: ImageHead,
  file: number,
): number {
  const { width, height } = head;
  return file + width * height * (RESULT + heldBytes(head)) + width * ROWS;
}

/** Bytes of each pixel that a decoder holds until its end; most work row by row and hold none. Measured. */
function heldBytes(
  { format, channels, depth, isProgressive, chromaSubsampling }: ImageHead,
): number {
  if (format === "gif") return 4;
  // with its planes of brightness and colour
  if (format === "webp") return 5;
  if (!isProgressive) return 0;
  if (format === "png") return channels * (depth === "ushort" ? 2 : 1);
  // a coefficient of two bytes for each sample
  const colour = { "4:2:0": 0.25, "4:2:2": 0.5 }[
    chromaSubsampling?.slice(0, 5) ?? ""
  ] ?? 1;
  return 2 * (channels < 3 ? channels : channels - 2 + 2 * colour);
}
