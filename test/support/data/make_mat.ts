// Makes MATLAB 5 files, as SVHN has them.
import { deflateSync } from "node:zlib";

/** How an array is written. */
export interface MatOptions {
  /** True for a zlib stream, as the official files have. */
  readonly compressed?: boolean;
  /** Changes the bytes of an array before it is compressed. */
  readonly spoil?: (matrix: Uint8Array) => Uint8Array<ArrayBuffer>;
}

function element(type: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const small = body.length > 0 && body.length <= 4;
  const bytes = new Uint8Array(small ? 8 : 8 + Math.ceil(body.length / 8) * 8);
  const view = new DataView(bytes.buffer);
  if (small) {
    view.setUint32(0, type | body.length << 16, true);
    bytes.set(body, 4);
  } else {
    view.setUint32(0, type, true);
    view.setUint32(4, body.length, true);
    bytes.set(body, 8);
  }
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An array to write, column-major. */
export interface MadeArray {
  readonly shape: readonly number[];
  /** Bytes of its elements. */
  readonly data: Uint8Array;
  /** Number of its class; default 9, uint8. */
  readonly kind?: number;
  /** Type of its elements; default 2, uint8. */
  readonly storage?: number;
}

/** Writes arrays as a MATLAB 5 file. */
export function makeMat(
  arrays: Readonly<Record<string, MadeArray>>,
  { compressed = true, spoil = (matrix) => matrix.slice() }: MatOptions = {},
): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(128).fill(0x20);
  head.set(new TextEncoder().encode("MATLAB 5.0 MAT-file"));
  head.set([0, 1, 0x49, 0x4d], 124);
  const parts = Object.entries(arrays).map(([name, array]) => {
    const { shape, data, kind = 9, storage = 2 } = array;
    const sizes = new Uint8Array(Int32Array.from(shape).buffer);
    const flags = new Uint8Array(Uint32Array.of(kind, 0).buffer);
    const matrix = element(
      14,
      join(
        element(6, flags),
        element(5, sizes),
        element(1, new TextEncoder().encode(name)),
        element(storage, data),
      ),
    );
    const spoilt = spoil(matrix);
    if (!compressed) return spoilt;
    const packed = new Uint8Array(deflateSync(spoilt));
    const tag = new Uint8Array(Uint32Array.of(15, packed.length).buffer);
    return join(tag, packed);
  });
  return join(head, ...parts);
}

/** An SVHN file of noise with the given labels (1 to 10). */
export function makeSvhn(
  labels: readonly number[],
  pixels: Uint8Array,
  options: MatOptions = {},
): Uint8Array<ArrayBuffer> {
  const count = labels.length;
  return makeMat({
    X: { shape: [32, 32, 3, count], data: pixels },
    y: { shape: [count, 1], data: Uint8Array.from(labels) },
  }, options);
}
