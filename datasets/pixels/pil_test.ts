// Resizing and colours against digests that PIL 13.0.0 gave for the same image.
import { assertEquals } from "@std/assert";
import { sha256 } from "../../test/support/data/make_wheel.ts";
import { brightness, contrast, hue, saturation } from "./colour_jitter.ts";
import { resizeImage } from "./resize.ts";

/** The image that the digests were made of: the top bytes of a linear congruential generator. */
function noise(length: number): Uint8Array<ArrayBuffer> {
  let state = 7;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

const image = { height: 23, width: 37, pixels: noise(23 * 37 * 3) };

const SIZES: [string, Parameters<typeof resizeImage>[1], string][] = [
  [
    "smaller",
    { width: 11, height: 9 },
    "36c20409e86ab05442aa95728ff70af6f5ab5c0feadd93e06940d7e08aeb168e",
  ],
  [
    "larger",
    { width: 50, height: 60 },
    "01ecb87dfe4e4c09dbd99adb184f2701fe0dd1f82a5d5801e2a33b45fca55ebe",
  ],
  [
    "wider, then lower",
    { width: 50, height: 9 },
    "a21e8721cde2e302f1ef8178198ffae2532251b7a75a64e2e866172c276c8831",
  ],
  [
    "a region",
    {
      width: 16,
      height: 16,
      region: { left: 3, top: 4, width: 30, height: 16 },
    },
    "e4511dbe6447fae06286fffdb33c9e18c27f3fe0c5fceead2815c4bacb47990f",
  ],
  [
    "in boxes",
    { width: 16, height: 16, filter: "box" },
    "89428d6723da68d076ad9c1b1a66c0e2e04ac9746f37e0e0fe7af048b27a3ae0",
  ],
  [
    "in few boxes",
    { width: 5, height: 7, filter: "box" },
    "37369abcb23355e940cdb854d123b81fc5067beb0def3dc14bc90c5d19674eed",
  ],
];

for (const [what, options, digest] of SIZES) {
  Deno.test(`resizeImage() gives PIL's bytes: ${what}`, () => {
    assertEquals(sha256(resizeImage(image, options)), digest);
  });
}

const COLOURS = { brightness, contrast, saturation, hue };
const CHANGES: [keyof typeof COLOURS, number, string][] = [
  [
    "brightness",
    0.6,
    "54b0e57120311fd62d013f69faa927f915ac50be44012eb90343be0542ed1489",
  ],
  [
    "brightness",
    1.4,
    "8ce9837065cea13ccba736697c23ce21ded54986bdba7ac6329b9ceec9a605ae",
  ],
  [
    "contrast",
    0.6,
    "0101104476d2d130a95ea63fae58fc6c7b7c40dcfda626aca1516b9f30daed36",
  ],
  [
    "contrast",
    1.4,
    "037d8be0f5a0eec8f3c271e8a718b859d4ed6ff6582c61262f54f87378d9ae24",
  ],
  [
    "saturation",
    0.93,
    "86db3255f48de1b9c7b97f2f5fd12746528a3d8b5653ac66bb4c43ff5ac01561",
  ],
  [
    "saturation",
    1.4,
    "2afe1a4cf5eafe089017c42d20a0163956ad78d213038adbeacdd0e1c7bcbbab",
  ],
  [
    "hue",
    -0.2,
    "b990a3725dd29e1304a5d0dcd818fffa6186f5e3974d6d1b83be4a8894ff7d3b",
  ],
  [
    "hue",
    0.05,
    "e08d90f1cabacdabd34b7c4fc41d155628ee1bdb7d9a8fa3269ed666586df548",
  ],
  [
    "hue",
    0.17,
    "1046af835858c4f0a8e36b70780bcaa01a9ff59dfc3ba84376fa90fba4723ec5",
  ],
];

for (const [name, factor, digest] of CHANGES) {
  Deno.test(`${name}() by ${factor} gives PIL's bytes`, () => {
    const pixels = image.pixels.slice();
    COLOURS[name](pixels, factor);
    assertEquals(sha256(pixels), digest);
  });
}
