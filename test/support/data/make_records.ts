// Makes CIFAR-10 records of noise, and the same images as PNG.
import { deflateSync } from "node:zlib";
import type { CheckedFile } from "../../../datasets/catalogue/spec.ts";
import { noise, sha256 } from "./make_wheel.ts";

/** CIFAR-10 records of noise with the given labels. */
export function makeRecords(
  labels: readonly number[],
  seed: number,
): Uint8Array<ArrayBuffer> {
  const bytes = noise(labels.length * 3073, seed);
  labels.forEach((label, at) => bytes[at * 3073] = label);
  return bytes;
}

/** Name, size and digest that would be pinned for a file. */
export function official(name: string, bytes: Uint8Array): CheckedFile {
  return { name, size: bytes.length, sha256: sha256(bytes) };
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const distances = [a, b, c].map((value) => Math.abs(p - value));
  return [a, b, c][distances.indexOf(Math.min(...distances))]!;
}

/** Encodes RGB pixels as PNG; row y is filtered with `filters[y % filters.length]`, over two IDAT chunks. */
export function encodePng(
  pixels: Uint8Array,
  options: {
    readonly width: number;
    readonly filters: readonly number[];
    readonly header?: readonly number[];
  },
): Uint8Array<ArrayBuffer> {
  const { width, filters, header = [8, 2, 0, 0, 0] } = options;
  const stride = 3 * width;
  const height = pixels.length / stride;
  const raw = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const filter = filters[y % filters.length]!;
    raw[y * (stride + 1)] = filter;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < 3 ? 0 : pixels[at - 3]!;
      const up = y === 0 ? 0 : pixels[at - stride]!;
      const corner = x < 3 || y === 0 ? 0 : pixels[at - stride - 3]!;
      const guess =
        [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      raw[y * (stride + 1) + 1 + x] = pixels[at]! - guess;
    }
  }
  const chunk = (type: string, body: Uint8Array) => {
    const bytes = new Uint8Array(12 + body.length);
    new DataView(bytes.buffer).setUint32(0, body.length);
    bytes.set(new TextEncoder().encode(type), 4);
    bytes.set(body, 8);
    return bytes;
  };
  const size = new DataView(new ArrayBuffer(13));
  size.setUint32(0, width);
  size.setUint32(4, height);
  const head = new Uint8Array(size.buffer);
  head.set(header, 8);
  const packed = new Uint8Array(deflateSync(raw));
  const half = packed.length >> 1;
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", head),
    chunk("tEXt", Uint8Array.of(1, 2)),
    chunk("IDAT", packed.subarray(0, half)),
    chunk("IDAT", packed.subarray(half)),
    chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** The sprite of some records: an image a row. */
export function recordsToSprite(
  records: Uint8Array,
  filters: readonly number[],
): Uint8Array<ArrayBuffer> {
  const count = records.length / 3073;
  const pixels = new Uint8Array(count * 3072);
  for (let image = 0; image < count; image++) {
    for (let pixel = 0; pixel < 1024; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        pixels[image * 3072 + 3 * pixel + channel] =
          records[image * 3073 + 1 + 1024 * channel + pixel]!;
      }
    }
  }
  return encodePng(pixels, { width: 1024, filters });
}
