import { assertEquals, assertThrows } from "@std/assert";
import { encodePng } from "../../test/support/data/make_records.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { decodePng } from "./decode_png.ts";

const pixels = noise(3 * 7 * 12, 21);

for (const filters of [[0], [1], [2], [3], [4], [4, 3, 2, 1, 0]]) {
  Deno.test(`decodePng() undoes the filters ${filters}`, () => {
    assertEquals(decodePng(encodePng(pixels, { width: 7, filters })), {
      width: 7,
      height: 12,
      pixels,
    });
  });
}

Deno.test("decodePng() refuses what it does not read", () => {
  const good = encodePng(pixels, { width: 7, filters: [0] });
  assertThrows(
    () => decodePng(noise(100, 1)),
    SyntaxError,
    "Expected a PNG file but found another signature",
  );
  assertThrows(
    () => decodePng(good.subarray(0, 60)),
    SyntaxError,
    "found one without an end",
  );
  assertThrows(
    () => decodePng(encodePng(pixels, { width: 7, filters: [5] })),
    SyntaxError,
    "Expected a PNG filter from 0 to 4 but found 5",
  );
  for (
    const [header, message] of [
      [[16, 2, 0, 0, 0], "depth 16, colour type 2, interlacing 0"],
      [[8, 6, 0, 0, 0], "depth 8, colour type 6, interlacing 0"],
      [[8, 2, 0, 0, 1], "depth 8, colour type 2, interlacing 1"],
    ] as const
  ) {
    assertThrows(
      () => decodePng(encodePng(pixels, { width: 7, filters: [0], header })),
      SyntaxError,
      message,
    );
  }
});
