// Digests by PIL 13.0.0 for the same image.
import { assertEquals } from "@std/assert";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { centreRegion, resizeImage, shortSide } from "./resize.ts";

const image = { height: 23, width: 37, pixels: noise(23 * 37 * 3, 7) };

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

Deno.test("shortSide() and centreRegion() round as torchvision does", () => {
  assertEquals(shortSide({ height: 500, width: 375 }, 256), {
    height: 341,
    width: 256,
  });
  assertEquals(shortSide({ height: 375, width: 500 }, 256), {
    height: 256,
    width: 341,
  });
  assertEquals(centreRegion({ height: 256, width: 341 }, 224), {
    top: 16,
    left: 58,
    height: 224,
    width: 224,
  });
});
