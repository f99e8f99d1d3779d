import { assertEquals, assertThrows } from "@std/assert";
import { noise } from "../../test/support/data/make_wheel.ts";
import { halveImage } from "./halve_image.ts";

Deno.test("halveImage() rounds a mean that ends in .5 to the even neighbour", () => {
  const sums: [number[], number][] = [
    [[0, 0, 0, 1], 0],
    [[0, 0, 1, 1], 0],
    [[0, 1, 1, 1], 1],
    [[1, 1, 2, 2], 2],
    [[2, 2, 3, 3], 2],
    [[255, 255, 255, 255], 255],
    [[253, 254, 255, 255], 254],
  ];
  for (const [values, mean] of sums) {
    assertEquals(
      halveImage(
        Uint8Array.from(values.flatMap((value) => [value, 0, value])),
        2,
      ),
      Uint8Array.from([mean, 0, mean]),
    );
  }
});

Deno.test("halveImage() averages each block of each channel", () => {
  const image = noise(3 * 8 * 8, 5);
  const half = halveImage(image, 8);
  for (let y = 0; y < 4; y++) {
    for (let x = 0; x < 4; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (const [dy, dx] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const) {
          sum += image[3 * ((2 * y + dy) * 8 + 2 * x + dx) + c]!;
        }
        const found = half[3 * (y * 4 + x) + c]!;
        assertEquals(Math.abs(found - sum / 4) <= 0.5, true);
      }
    }
  }
});

Deno.test("halveImage() refuses other sizes", () => {
  assertThrows(
    () => halveImage(new Uint8Array(27), 3),
    RangeError,
    "with an even size but found 27",
  );
  assertThrows(
    () => halveImage(new Uint8Array(13), 2),
    RangeError,
    "Expected 3 x 2 x 2 bytes",
  );
});
