import { assertEquals } from "@std/assert";
import { cutoutBox } from "./cutout_box.ts";
import golden from "../../test/golden/cutout.json" with { type: "json" };

Deno.test("cutoutBox() gives the reference's boxes (test/golden/cutout.json)", () => {
  assertEquals(golden.cases.length > 0, true);
  for (const { y, x, ...box } of golden.cases) {
    assertEquals(
      cutoutBox({ y, x, length: golden.length, size: golden.h }),
      box,
    );
  }
});

Deno.test("cutoutBox() covers length x length pixels inside the image, and none for length 0", () => {
  assertEquals(cutoutBox({ y: 8, x: 8, length: 8, size: 16 }), {
    y1: 4,
    y2: 12,
    x1: 4,
    x2: 12,
  });
  assertEquals(cutoutBox({ y: 8, x: 8, length: 0, size: 16 }), {
    y1: 8,
    y2: 8,
    x1: 8,
    x2: 8,
  });
});
