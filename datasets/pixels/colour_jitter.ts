import type { RandomStream } from "../../engine/philox.ts";

/** Strengths of random colour changes. */
export interface Jitter {
  /** Factors are 1 - strength to 1 + strength. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** Largest turn, as a share of the circle. */
  readonly hue: number;
}

/** Strengths of the published ImageNet training (docs/method.md section 5). */
export const IMAGENET_JITTER: Jitter = {
  brightness: 0.4,
  contrast: 0.4,
  saturation: 0.4,
  hue: 0.2,
};

const clip = (value: number) =>
  value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value);

/** Luma of a pixel by ITU-R 601, in integers. */
const grey = (red: number, green: number, blue: number) =>
  (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;

const single = Math.fround;

/** base + factor * (value - base) in single precision, as PIL computes it. */
const blend = (base: number, value: number, factor: number) =>
  clip(single(base + single(single(factor) * (value - base))));

/** Blends every byte with one base. */
function blendAll(pixels: Uint8Array, base: number, factor: number): void {
  const table = Uint8Array.from(
    { length: 256 },
    (_, value) => blend(base, value, factor),
  );
  for (let at = 0; at < pixels.length; at++) pixels[at] = table[pixels[at]!]!;
}

/** Multiplies the brightness of an RGB image in place. */
export function brightness(pixels: Uint8Array, factor: number): void {
  blendAll(pixels, 0, factor);
}

/** Multiplies the contrast of an RGB image in place. */
export function contrast(pixels: Uint8Array, factor: number): void {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    sum += grey(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  }
  const mean = Math.trunc(sum / (pixels.length / 3) + 0.5);
  blendAll(pixels, mean, factor);
}

/** Multiplies the saturation of an RGB image in place. */
export function saturation(pixels: Uint8Array, factor: number): void {
  for (let at = 0; at < pixels.length; at += 3) {
    const own = grey(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    for (let channel = at; channel < at + 3; channel++) {
      pixels[channel] = blend(own, pixels[channel]!, factor);
    }
  }
}

/** Turns the hue of an RGB image in place, through HSV in bytes as PIL does. */
export function hue(pixels: Uint8Array, turn: number): void {
  const shift = Math.trunc(turn * 255) & 255;
  for (let at = 0; at < pixels.length; at += 3) {
    const red = pixels[at]!;
    const green = pixels[at + 1]!;
    const blue = pixels[at + 2]!;
    const value = Math.max(red, green, blue);
    const range = value - Math.min(red, green, blue);
    if (range === 0) continue;
    const away = (colour: number) => single((value - colour) / range);
    const sector = single(
      red === value
        ? away(blue) - away(green)
        : green === value
        ? 2 + away(red) - away(blue)
        : 4 + away(green) - away(red),
    );
    const angle = clip(single((sector / 6 + 1) % 1) * 255);
    const full = single(clip(single(range / value) * 255) / 255);
    const turned = ((angle + shift) & 255) * 6 / 255;
    const whole = Math.floor(turned);
    const part = single(turned - whole);
    const low = Math.round(value * (1 - full));
    const falling = Math.round(value * (1 - full * part));
    const rising = Math.round(value * (1 - full * (1 - part)));
    const sextant = whole % 6;
    pixels[at] = sextant === 0 || sextant === 5
      ? value
      : sextant === 1
      ? falling
      : sextant === 4
      ? rising
      : low;
    pixels[at + 1] = sextant === 1 || sextant === 2
      ? value
      : sextant === 0
      ? rising
      : sextant === 3
      ? falling
      : low;
    pixels[at + 2] = sextant === 3 || sextant === 4
      ? value
      : sextant === 2
      ? rising
      : sextant === 5
      ? falling
      : low;
  }
}

/** Applies the four changes of colour to an RGB image in place, in a random order. */
export function jitterColours(
  pixels: Uint8Array,
  jitter: Jitter,
  random: RandomStream,
): void {
  const factor = (strength: number) =>
    Math.max(0, 1 - strength) +
    (1 + strength - Math.max(0, 1 - strength)) * random.uniform();
  const order = random.permutation(4);
  const changes = [
    () => brightness(pixels, factor(jitter.brightness)),
    () => contrast(pixels, factor(jitter.contrast)),
    () => saturation(pixels, factor(jitter.saturation)),
    () => hue(pixels, jitter.hue * (2 * random.uniform() - 1)),
  ];
  for (const at of order) changes[at]!();
}
