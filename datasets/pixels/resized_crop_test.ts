import { assert, assertEquals } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { drawRegion, IMAGENET_CROP } from "./resized_crop.ts";

Deno.test("drawRegion() stays inside and keeps to area and aspect", () => {
  const random = randomStream({ seed: 0, stream: "t" });
  for (let draw = 0; draw < 500; draw++) {
    const { top, left, height, width } = drawRegion(
      { height: 40, width: 60 },
      IMAGENET_CROP,
      random,
    );
    assert(top >= 0 && left >= 0 && top + height <= 40 && left + width <= 60);
    const share = height * width / 2400;
    const ratio = width / height;
    assert(share > 0.06 && share <= 1, `${share}`);
    assert(ratio > 0.65 && ratio < 1.5, `${ratio}`);
  }
  // No region of a strip fits, so the middle is taken.
  assertEquals(
    drawRegion(
      { height: 4, width: 400 },
      { ...IMAGENET_CROP, scale: [0.9, 1] },
      random,
    ),
    {
      top: 0,
      left: 197,
      height: 4,
      width: 5,
    },
  );
});
