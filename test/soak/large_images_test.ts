// The memory that images of every format take at the limit, each in a process of its own.
import { fileURLToPath } from "node:url";
import { assertLess } from "@std/assert";
import sharp, { type Sharp } from "sharp";
import { tempFolder } from "../support/temp_folder.ts";

const DECODE = fileURLToPath(
  new URL("../support/data/decode_peak.ts", import.meta.url),
);

/** Largest square images of each form that are decoded. */
const FORMS: Readonly<
  Record<string, readonly [side: number, encode: (image: Sharp) => Sharp]>
> = {
  "PNG": [8191, (image) => image.png({ compressionLevel: 1 })],
  "PNG of 16 bits": [
    7650,
    (image) => image.toColourspace("rgb16").png({ compressionLevel: 1 }),
  ],
  "interlaced PNG": [
    6950,
    (image) => image.png({ compressionLevel: 1, progressive: true }),
  ],
  "JPEG": [8191, (image) => image.jpeg()],
  "progressive JPEG": [8080, (image) => image.jpeg({ progressive: true })],
  "progressive JPEG of whole colours": [
    6650,
    (image) => image.jpeg({ progressive: true, chromaSubsampling: "4:4:4" }),
  ],
  "WebP": [7000, (image) => image.webp({ effort: 0 })],
  "lossless WebP": [6500, (image) => image.webp({ lossless: true, effort: 0 })],
  "GIF": [7450, (image) => image.gif({ effort: 1 })],
  "TIFF": [8191, (image) => image.tiff({ compression: "lzw" })],
  "plain TIFF": [8191, (image) => image.tiff({ compression: "none" })],
};

/** A picture that compresses as photographs do. */
function picture(side: number): Sharp {
  const pixels = new Uint8Array(side * side * 3);
  let noise = 1;
  for (let at = 0, y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      noise = (Math.imul(noise, 1103515245) + 12345) >>> 0;
      pixels[at++] = (x >> 5) + (noise >>> 27);
      pixels[at++] = (y >> 5) + (noise >>> 27);
      pixels[at++] = (x + y) >> 6;
    }
  }
  return sharp(pixels, {
    raw: { width: side, height: side, channels: 3 },
    limitInputPixels: false,
  });
}

for (const [name, [side, encode]] of Object.entries(FORMS)) {
  Deno.test({
    name: `decoding a ${name} at the limit stays below 512 MiB`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      using folder = tempFolder();
      const path = `${folder.path}/image`;
      await Deno.writeFile(path, await encode(picture(side)).toBuffer());
      const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--quiet", DECODE, path],
        stdin: "null",
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      assertLess(Number(text(stdout) || NaN), 512, text(stderr));
    },
  });
}
