import { assertEquals } from "@std/assert";
import { noise } from "../../test/support/data/make_wheel.ts";
import { middleView, viewSide } from "./view.ts";
import { resizeImage } from "./resize.ts";

Deno.test("middleView() is the middle of an image at 256/224 of the size", () => {
  assertEquals(viewSide(224), 256);
  assertEquals(viewSide(16), 18);
  const image = { height: 40, width: 60, pixels: noise(40 * 60 * 3, 3) };
  const small = resizeImage(image, { height: 18, width: 27 });
  const view = middleView(image, 16);
  // (27 - 16) / 2 = 5.5, which Python rounds to 6.
  for (let y = 0; y < 16; y++) {
    const from = 3 * ((1 + y) * 27 + 6);
    assertEquals(
      view.subarray(48 * y, 48 * y + 48),
      small.subarray(from, from + 48),
    );
  }
});
