import { assertEquals, assertRejects } from "@std/assert";
import sharp from "sharp";
import { decodeImage } from "./decode_image.ts";

Deno.test("decodeImage() gives three channels of grey, CMYK and transparent images, and ignores a noted turn", async () => {
  const base = sharp({
    create: {
      width: 6,
      height: 4,
      channels: 3,
      background: { r: 200, g: 40, b: 90 },
    },
  });
  const bytes = {
    grey: await base.clone().greyscale().jpeg().toBuffer(),
    cmyk: await base.clone().toColourspace("cmyk").jpeg().toBuffer(),
    alpha: await base.clone().ensureAlpha(0.5).png().toBuffer(),
    turned: await base.clone().withMetadata({ orientation: 6 }).jpeg()
      .toBuffer(),
    deep: await base.clone().toColourspace("rgb16").png().toBuffer(),
  };
  for (const [name, image] of Object.entries(bytes)) {
    const { width, height, pixels } = await decodeImage(image, name);
    assertEquals([name, width, height, pixels.length], [name, 6, 4, 72]);
  }
  const { pixels } = await decodeImage(bytes.grey, "grey");
  assertEquals([pixels[0], pixels[1]], [pixels[1]!, pixels[2]!]);
  assertEquals(
    [...(await decodeImage(bytes.alpha, "x")).pixels.subarray(0, 3)],
    [200, 40, 90],
  );
});

Deno.test("decodeImage() names what does not decode, cut files too", async () => {
  const whole = await sharp({
    create: { width: 60, height: 40, channels: 3, background: "red" },
  }).jpeg().toBuffer();
  for (
    const bytes of [
      new Uint8Array(9),
      new Uint8Array(whole.subarray(0, whole.length - 200)),
    ]
  ) {
    await assertRejects(
      () => decodeImage(bytes, "a.JPEG of b.zip"),
      SyntaxError,
      "in a.JPEG of b.zip",
    );
  }
});
