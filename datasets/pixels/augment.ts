import { type RandomStream, randomStream } from "../../engine/philox.ts";
import type { ResizedCrop } from "./resized_crop.ts";
import type { Triple } from "../catalogue/spec.ts";

/** Centre of a hole. */
export interface Hole {
  readonly y: number;
  readonly x: number;
}

/** How holes are cut into training images. */
export interface HoleCutter {
  /** Draws the centre of a hole, for a share of the images; undefined for none. */
  readonly draw: (
    random: RandomStream,
    options: { readonly size: number; readonly probability: number },
  ) => Hole | undefined;
  /** Writes 0, the mean of the data, into a normalised image, [size, size, 3]. */
  readonly cut: (
    target: Float32Array,
    hole: Hole,
    options: { readonly size: number; readonly length: number },
  ) => void;
}

/** Holes in training images. */
export interface Cutout {
  readonly cutter: HoleCutter;
  /** Side of the hole in pixels, above 0. */
  readonly length: number;
  /** Share of the images that get a hole; default 1. */
  readonly probability?: number;
}

/** Changes the colours of an RGB image in place. */
export type ColourChange = (pixels: Uint8Array, random: RandomStream) => void;

/** Random changes of a training image. */
export interface Augmentation {
  /** Pixels of padding before a random crop to the image's size; 0 for none. */
  readonly pad: number;
  /** True to mirror half of the images. */
  readonly flip: boolean;
  /** Holes; default: none. */
  readonly cutout?: Cutout;
  /** Random region of an image that keeps its aspect; default: the middle. */
  readonly resizedCrop?: ResizedCrop;
  /** Random colours of an image that keeps its aspect; default: none. */
  readonly jitter?: ColourChange;
}

/** Address of the random numbers of a pass over the data. */
export interface PassAddress {
  readonly seed: number;
  /** Purpose of the pass, such as `weights`. */
  readonly stream: string;
  readonly epoch: number;
}

/** Random changes of one image. */
export interface ImageChange {
  /** Rows that the image moves down; negative: up. */
  readonly dy: number;
  /** Columns that the image moves to the right. */
  readonly dx: number;
  /** True when it is mirrored (after the move). */
  readonly flip: boolean;
  readonly hole?: Hole;
}

/** The change that leaves an image as it is. */
export const UNCHANGED: ImageChange = { dy: 0, dx: 0, flip: false };

/**
 * Draws the changes of a sample. Each sample has its own random address, so neither the order of the samples nor the
 * batch size matters. The hole is drawn last, so that crops and flips are the same with and without cutout.
 */
export function drawChange(
  { pad, flip, cutout }: Augmentation,
  address: PassAddress & { readonly sample: number },
  size: number,
): ImageChange {
  const { seed, stream, epoch, sample } = address;
  const random = randomStream({
    seed,
    stream: `augment.${stream}`,
    epoch,
    sample,
  });
  const dy = pad - random.below(2 * pad + 1);
  const dx = pad - random.below(2 * pad + 1);
  const mirrored = random.uniform() < 0.5;
  const change = { dy, dx, flip: flip && mirrored };
  const hole = cutout?.cutter.draw(random, {
    size,
    probability: cutout.probability ?? 1,
  });
  return hole === undefined ? change : { ...change, hole };
}

/** Normalised value of every byte, by channel: 3 x 256 float32. */
export function normalisationTable(
  mean: Triple,
  std: Triple,
): Float32Array {
  const table = new Float32Array(3 * 256);
  for (let channel = 0; channel < 3; channel++) {
    // each step in float32, as in torchvision: to 0..1, minus mean, over std
    const m = Math.fround(mean[channel]!);
    const s = Math.fround(std[channel]!);
    for (let byte = 0; byte < 256; byte++) {
      const scaled = Math.fround(byte / 255);
      table[256 * channel + byte] = Math.fround(scaled - m) / s;
    }
  }
  return table;
}

/**
 * Writes an image (HWC bytes) to `target` (HWC float32), moved, mirrored and normalised. Pixels from outside are black,
 * byte 0 before normalisation. The hole is cut after normalisation: it holds 0, the mean of the data.
 */
export function writeImage(
  image: Uint8Array,
  target: Float32Array,
  { dy, dx, flip, hole }: ImageChange,
  { size, table, cutout }: {
    readonly size: number;
    /** Table of {@linkcode normalisationTable}. */
    readonly table: Float32Array;
    /** How the hole is cut, if the change has one. */
    readonly cutout?: Cutout | undefined;
  },
): void {
  const black0 = table[0]!;
  const black1 = table[256]!;
  const black2 = table[512]!;
  let at = 0;
  for (let y = 0; y < size; y++) {
    const sy = y - dy;
    const inside = sy >= 0 && sy < size;
    for (let x = 0; x < size; x++) {
      const sx = (flip ? size - 1 - x : x) - dx;
      if (inside && sx >= 0 && sx < size) {
        const from = 3 * (sy * size + sx);
        target[at] = table[image[from]!]!;
        target[at + 1] = table[256 + image[from + 1]!]!;
        target[at + 2] = table[512 + image[from + 2]!]!;
      } else {
        target[at] = black0;
        target[at + 1] = black1;
        target[at + 2] = black2;
      }
      at += 3;
    }
  }
  if (hole !== undefined) {
    cutout?.cutter.cut(target, hole, { size, length: cutout.length });
  }
}
