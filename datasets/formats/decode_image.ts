import type { Metadata, Sharp } from "sharp";
import { hexBytes } from "../../common/hex_bytes.ts";
import { MOST_PIXELS, type StoredImage } from "../pixels/stored_image.ts";
import { decodingBytes, MOST_DECODING_BYTES } from "./decoding_bytes.ts";

/** Permissions that the decoder needs in a stage. */
export const DECODER_PERMISSIONS = {
  /** The decoder is native code. */
  ffi: true,
  /** None of these variables changes a pixel. */
  envUnkeyed: ["npm_package_config_libvips", "MALLOC_ARENA_MAX"],
  /** Read to find out which C library the system has. */
  read: ["/usr/bin/ldd"],
} as const;

/** Loads the decoder on the first image, so that data sets without images need no native code. */
async function loadSharp() {
  try {
    const { default: sharp } = await import("sharp");
    sharp.cache(false);
    return sharp;
  } catch (cause) {
    const [reason] = cause instanceof Error ? cause.message.split("\n") : [];
    throw new Error(`Cannot load the image decoder sharp: ${reason}`, {
      cause,
    });
  }
}

/**
 * First bytes of the formats that are read, as Latin-1. Others are not given to the decoder, which also draws SVG and
 * opens forty formats more.
 */
const MARKS: readonly (readonly [format: string, mark: RegExp])[] = [
  ["JPEG", /^\xff\xd8\xff/],
  ["PNG", /^\x89PNG/],
  ["WebP", /^RIFF[^]{4}WEBPVP8/],
  ["GIF", /^GIF8[79]a/],
  // the second of each is BigTIFF
  ["TIFF", /^(?:II[*+]\0|MM\0[*+])/],
];

/** Endings of the names of images in the formats that are read. */
export const IMAGE_NAME = /\.(?:jpe?g|jpe|jfif|png|webp|gif|tiff?)$/i;

/** Bytes of a file that tell its format. */
export const IMAGE_HEAD = 16;

/**
 * Format of an image by its first bytes; the ending of its name does not matter.
 *
 * @throws {SyntaxError} If it is none that is read.
 */
export function imageFormat(bytes: Uint8Array, place: string): string {
  const head = Array.from(bytes.subarray(0, IMAGE_HEAD));
  const text = String.fromCharCode(...head);
  const found = MARKS.find(([, mark]) => mark.test(text));
  if (found !== undefined) return found[0];
  throw new SyntaxError(
    `Expected a JPEG, PNG, WebP, GIF or TIFF image but found ${
      head.length === 0
        ? "an empty file"
        : `bytes that do not decode (${hexBytes(bytes.subarray(0, 4))})`
    } in ${place}`,
  );
}

/** Most pixels, and most bytes, of an image that is decoded without a look at what that takes. */
const SMALL = { pixels: 1 << 22, bytes: 1 << 25 } as const;

/** An image that is larger than a limit. */
class TooLarge extends SyntaxError {}

/**
 * Decodes an image to red, green and blue: grey images get three equal channels, transparency is dropped, the EXIF
 * orientation is ignored, and of several frames or pages the first is taken, as in torchvision.
 *
 * @throws {SyntaxError} If the bytes are no whole image, or one that is too large.
 */
export async function decodeImage(
  bytes: Uint8Array,
  place: string,
): Promise<StoredImage> {
  const format = imageFormat(bytes, place);
  const sharp = await loadSharp();
  const open = (limitInputPixels: number) =>
    sharp(bytes, {
      // a damaged part of a TIFF is drawn black otherwise
      failOn: format === "TIFF" ? "error" : "truncated",
      limitInputPixels,
    });
  try {
    if (format === "TIFF") checkDepth(await open(MOST_PIXELS).metadata());
    if (bytes.length > SMALL.bytes) return await decodeLarge(open, bytes);
    return await rawPixels(open(SMALL.pixels)).catch((error) => {
      if (isPixelLimit(error)) return decodeLarge(open, bytes);
      throw error;
    });
  } catch (cause) {
    if (cause instanceof TooLarge) {
      throw new SyntaxError(`${cause.message} in ${place}`);
    }
    if (isPixelLimit(cause)) {
      throw new SyntaxError(
        `Expected at most ${MOST_PIXELS} pixels but found more in ${place}`,
        { cause },
      );
    }
    const reason = cause instanceof Error
      ? cause.message.split("\n")[0]!
      : String(cause);
    throw new SyntaxError(
      `Expected an image but found bytes that do not decode (${reason}) in ${place}`,
      { cause },
    );
  }
}

/** Refuses numbers other than whole ones: what the decoder does with them is no picture. */
function checkDepth({ depth }: Metadata): void {
  if (depth !== "uchar" && depth !== "ushort") {
    throw new SyntaxError(`found values of the kind ${depth}`);
  }
}

/** Decodes an image that may take much memory, if it does not take too much. */
async function decodeLarge(
  open: (pixels: number) => Sharp,
  { length }: Uint8Array,
): Promise<StoredImage> {
  const needed = decodingBytes(await open(MOST_PIXELS).metadata(), length);
  if (needed > MOST_DECODING_BYTES) {
    throw new TooLarge(
      `Expected an image that takes at most ${MOST_DECODING_BYTES} bytes while it is decoded but found one that takes ${
        Math.round(needed)
      }`,
    );
  }
  return await rawPixels(open(MOST_PIXELS));
}

async function rawPixels(image: Sharp): Promise<StoredImage> {
  const { data, info } = await image.toColourspace("srgb").removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) {
    throw new SyntaxError(`found ${info.channels} channels`);
  }
  return {
    height: info.height,
    width: info.width,
    pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

function isPixelLimit(error: unknown): boolean {
  return error instanceof Error && error.message.includes("pixel limit");
}
