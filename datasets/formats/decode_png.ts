import { decode, type DecodedPng } from "fast-png";
import { MOST_PIXELS, type StoredImage } from "../pixels/stored_image.ts";

const CHANNELS = 3;
/** Name of the first chunk, which has the size. */
const IHDR = 0x49484452;

/**
 * Decodes a PNG of 8-bit RGB pixels; others are rejected. For bytes whose hash is known: checksums are not checked.
 *
 * @throws {SyntaxError} When the bytes are no such PNG.
 */
export function decodePng(bytes: Uint8Array, place: string): StoredImage {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels = bytes.length < 24 || head.getUint32(12) !== IHDR
    ? 0
    : head.getUint32(16) * head.getUint32(20);
  if (pixels > MOST_PIXELS) {
    throw new SyntaxError(
      `Expected at most ${MOST_PIXELS} pixels but found ${pixels} in ${place}`,
    );
  }
  let image: DecodedPng;
  try {
    image = decode(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`Cannot decode the PNG: ${reason} in ${place}`, {
      cause,
    });
  }
  const { width, height, depth, channels, data, palette } = image;
  if (depth !== 8 || channels !== CHANNELS || palette !== undefined) {
    throw new SyntaxError(
      `Expected 8-bit RGB but found ${channels} channels of ${depth} bits${
        palette === undefined ? "" : " with a palette"
      } in ${place}`,
    );
  }
  return {
    width,
    height,
    pixels: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}
