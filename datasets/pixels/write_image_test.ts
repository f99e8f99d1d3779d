import { assertAlmostEquals, assertEquals } from "@std/assert";
import { noise } from "../../test/support/data/make_wheel.ts";
import {
  type ImagePlace,
  IN_PLACE,
  normalisationTable,
  placedAgain,
  writeImage,
} from "./write_image.ts";

const SIZE = 8;
const image = noise(3 * SIZE * SIZE, 31);
const table = normalisationTable([0.4, 0.5, 0.6], [0.2, 0.25, 0.3]);

function write(placement: ImagePlace): Float32Array {
  const target = new Float32Array(image.length).fill(NaN);
  writeImage(image, target, placement, { size: SIZE, table });
  return target;
}

/** Normalised pixel of the image, or of black where it lies outside. */
function pixel(y: number, x: number, channel: number): number {
  const inside = y >= 0 && y < SIZE && x >= 0 && x < SIZE;
  return table[
    256 * channel + (inside ? image[3 * (y * SIZE + x) + channel]! : 0)
  ]!;
}

function expectEach(
  found: Float32Array,
  expected: (y: number, x: number, channel: number) => number,
) {
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      for (let c = 0; c < 3; c++) {
        assertEquals(
          found[3 * (y * SIZE + x) + c],
          expected(y, x, c),
          `at ${y}, ${x}, ${c}`,
        );
      }
    }
  }
}

Deno.test("normalisationTable() scales to 0..1, subtracts the mean and divides by the deviation", () => {
  assertAlmostEquals(table[0]!, -2, 1e-6);
  assertAlmostEquals(table[256 + 255]!, 2, 1e-6);
  assertAlmostEquals(table[512 + 51]!, (0.2 - 0.6) / 0.3, 1e-6);
});

Deno.test("writeImage() normalises an image that is not changed", () =>
  expectEach(write(IN_PLACE), pixel));

Deno.test("writeImage() moves an image and fills with black, before normalisation", () =>
  expectEach(
    write({ dy: 2, dx: -3, flip: false }),
    (y, x, c) => pixel(y - 2, x + 3, c),
  ));

Deno.test("writeImage() mirrors after the move", () =>
  expectEach(
    write({ dy: 0, dx: 1, flip: true }),
    (y, x, c) => pixel(y, SIZE - 1 - x - 1, c),
  ));

Deno.test("placedAgain() moves a mirrored image to the side that one sees", () =>
  expectEach(
    write(
      placedAgain({ dy: 0, dx: 1, flip: true }, { dy: 0, dx: 3, flip: false }),
    ),
    // moved by 1, mirrored, and then moved by 3
    (y, x, c) => pixel(y, SIZE - 1 - (x - 3) - 1, c),
  ));
