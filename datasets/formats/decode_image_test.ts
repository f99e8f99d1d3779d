import { crc32 } from "node:zlib";
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

Deno.test("decodeImage() refuses an image that takes too much memory, and one of too many pixels", async () => {
  const gif = async (side: number) =>
    new Uint8Array(
      await sharp({
        create: { width: side, height: side, channels: 3, background: "red" },
      }).gif().toBuffer(),
    );
  const { width, pixels } = await decodeImage(await gif(2100), "a.gif");
  assertEquals([width, pixels.length], [2100, 3 * 2100 ** 2]);
  const dot = await gif(1);
  /** A GIF whose heads say that it has another size: of the screen, and of the only frame, behind colours and extensions. */
  const canvas = (side: number) => {
    const bytes = dot.slice();
    const view = new DataView(bytes.buffer);
    let frame = 13 + 3 * 2 ** ((bytes[10]! & 7) + 1);
    while (bytes[frame] === 0x21) {
      frame += 2;
      while (bytes[frame] !== 0) frame += bytes[frame]! + 1;
      frame++;
    }
    assertEquals(bytes[frame], 0x2c);
    for (const at of [6, 8, frame + 5, frame + 7]) {
      view.setUint16(at, side, true);
    }
    return bytes;
  };
  await assertRejects(
    () => decodeImage(canvas(8000), "b.gif of c.zip"),
    SyntaxError,
    `Expected an image that takes at most 419430400 bytes while it is decoded but found one that takes ${
      dot.length + 7 * 8000 ** 2 + 64 * 8000
    } in b.gif of c.zip`,
  );
  await assertRejects(
    () => decodeImage(canvas(9000), "d.gif"),
    SyntaxError,
    "Expected at most 67108864 pixels but found more in d.gif",
  );
  // few pixels, in rows of which the decoder holds several
  const wide = await sharp({
    create: { width: 1, height: 4, channels: 3, background: "red" },
  }).png().toBuffer();
  wide.writeUInt32BE(16_711_684, 16);
  wide.writeUInt32BE(crc32(wide.subarray(12, 29)), 29);
  await assertRejects(
    () => decodeImage(new Uint8Array(wide), "e.png"),
    SyntaxError,
    "Expected an image that takes at most 419430400 bytes while it is decoded but found one that takes",
  );
});
