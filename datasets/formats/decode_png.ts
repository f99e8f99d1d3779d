import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import type { StoredImage } from "../pixels/stored_image.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHANNELS = 3;

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Undoes the filter of one row (PNG specification, section 9). */
function unfilter(
  filter: number,
  row: Uint8Array,
  above: Uint8Array,
  out: Uint8Array,
): void {
  for (let at = 0; at < row.length; at++) {
    const left = at < CHANNELS ? 0 : out[at - CHANNELS]!;
    const corner = at < CHANNELS ? 0 : above[at - CHANNELS]!;
    const up = above[at]!;
    let guess = 0;
    if (filter === 1) guess = left;
    else if (filter === 2) guess = up;
    else if (filter === 3) guess = (left + up) >> 1;
    else if (filter === 4) guess = paeth(left, up, corner);
    else if (filter !== 0) {
      throw new SyntaxError(
        `Expected a PNG filter from 0 to 4 but found ${filter}`,
      );
    }
    out[at] = row[at]! + guess;
  }
}

/**
 * Decodes a PNG of 8-bit RGB pixels without interlacing, which is all that the
 * CIFAR-10 package has; anything else is refused. Checksums are left to the caller's hash.
 *
 * @throws {SyntaxError} When the bytes are no such PNG.
 */
export function decodePng(bytes: Uint8Array): StoredImage {
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) {
    throw new SyntaxError("Expected a PNG file but found another signature");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let width = 0;
  let height = 0;
  const pieces: Uint8Array[] = [];
  for (let at = SIGNATURE.length;;) {
    if (at + 12 > bytes.length) {
      throw new SyntaxError(
        "Expected a whole PNG file but found one without an end",
      );
    }
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IEND") break;
    if (type === "IHDR") {
      width = view.getUint32(at + 8);
      height = view.getUint32(at + 12);
      const [depth, color, , , interlace] = body.subarray(8);
      if (depth !== 8 || color !== 2 || interlace !== 0) {
        throw new SyntaxError(
          `Expected 8-bit RGB without interlacing but found depth ${depth}, colour type ${color}, interlacing ${interlace}`,
        );
      }
    } else if (type === "IDAT") pieces.push(body);
    at += 12 + length;
  }
  const raw = new Uint8Array(inflateSync(Buffer.concat(pieces)));
  const stride = width * CHANNELS;
  if (raw.length !== (stride + 1) * height) {
    throw new SyntaxError(
      `Expected ${
        (stride + 1) * height
      } bytes of pixels but found ${raw.length}`,
    );
  }
  const pixels = new Uint8Array(stride * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const out = pixels.subarray(y * stride, (y + 1) * stride);
    unfilter(
      raw[start]!,
      raw.subarray(start + 1, start + 1 + stride),
      above,
      out,
    );
    above = out;
  }
  return { width, height, pixels };
}
