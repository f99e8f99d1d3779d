import { decode, type DecodedPng } from "fast-png";
import type { StoredImage } from "../pixels/stored_image.ts";

const CHANNELS = 3;

/**
 * Decodes a PNG of 8-bit RGB pixels; others are rejected. For bytes whose hash is known: neither checksums nor the size
 * that the header announces are checked.
 *
 * @throws {SyntaxError} When the bytes are no such PNG.
 */
export function decodePng(bytes: Uint8Array): StoredImage {
  let image: DecodedPng;
  try {
    image = decode(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`Cannot decode the PNG: ${reason}`, { cause });
  }
  const { width, height, depth, channels, data, palette } = image;
  if (depth !== 8 || channels !== CHANNELS || palette !== undefined) {
    throw new SyntaxError(
      `Expected 8-bit RGB but found ${channels} channels of ${depth} bits${
        palette === undefined ? "" : " with a palette"
      }`,
    );
  }
  return {
    width,
    height,
    pixels: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}
