// Digests by PIL 13.0.0 for the same image.
import { assertEquals } from "@std/assert";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { brightness, contrast, hue, saturation } from "./colour_jitter.ts";

const image = { height: 23, width: 37, pixels: noise(23 * 37 * 3, 7) };

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
