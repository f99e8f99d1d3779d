import { assertEquals, assertThrows } from "@std/assert";
import sharp from "sharp";
import { encodePng } from "../../test/support/data/make_records.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { decodePng } from "./decode_png.ts";

const pixels = noise(3 * 7 * 12, 21);

for (const filters of [[0], [1], [2], [3], [4], [4, 3, 2, 1, 0]]) {
  Deno.test(`decodePng() undoes the filters ${filters}`, () => {
    assertEquals(decodePng(encodePng(pixels, { width: 7, filters }), "a.png"), {
      width: 7,
      height: 12,
      pixels,
    });
  });
}

Deno.test("decodePng() reads interlaced pixels", async () => {
  const raw = { width: 7, height: 12, channels: 3 } as const;
  const bytes = await sharp(pixels, { raw }).png({ progressive: true })
    .toBuffer();
  assertEquals(bytes[28], 1);
  assertEquals(decodePng(bytes, "a.png"), { width: 7, height: 12, pixels });
});

Deno.test("decodePng() rejects what it does not read", () => {
  const good = encodePng(pixels, { width: 7, filters: [0] });
  const lower = good.slice();
  lower[23] = 13;
  const cases: [Uint8Array, string][] = [
    [noise(100, 1), "wrong PNG signature"],
    [good.subarray(0, 60), "Cannot decode the PNG: "],
    [good.subarray(0, good.length - 12), "Cannot decode the PNG: "],
    [lower, "Unsupported filter: undefined"],
    [
      encodePng(pixels, { width: 7, filters: [5] }),
      "Cannot decode the PNG: Unsupported filter: 5",
    ],
    ...([
      [[16, 2, 0, 0, 0], "Cannot decode the PNG: "],
      [[8, 6, 0, 0, 0], "Cannot decode the PNG: "],
      [[8, 2, 0, 0, 2], "Interlace method 2 not supported"],
    ] as const).map(([header, message]): [Uint8Array, string] => [
      encodePng(pixels, { width: 7, filters: [0], header }),
      message,
    ]),
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => decodePng(bytes, "a.png"), SyntaxError, message);
  }
});

Deno.test("decodePng() rejects other kinds of pixels", async () => {
  const raw = { width: 7, height: 12, channels: 3 } as const;
  const image = sharp(pixels, { raw });
  for (
    const [bytes, found] of [
      [await image.clone().ensureAlpha().png().toBuffer(), "4 channels"],
      [await image.clone().toColourspace("b-w").png().toBuffer(), "1 channels"],
      [
        encodePng(noise(42 * 12, 2), {
          width: 14,
          filters: [0],
          header: [16, 2, 0, 0, 0],
        }).with(19, 7),
        "3 channels of 16 bits",
      ],
      [await image.clone().png({ palette: true }).toBuffer(), "with a palette"],
    ] as const
  ) {
    assertThrows(
      () => decodePng(bytes, "a.png"),
      SyntaxError,
      "Expected 8-bit RGB but found ",
    );
    assertThrows(() => decodePng(bytes, "a.png"), SyntaxError, found);
  }
});
