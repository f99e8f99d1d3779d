import { MOST_PIXELS, type StoredImage } from "../pixels/stored_image.ts";

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

/** First bytes of JPEG and PNG. Others are not given to the decoder, which also draws SVG and opens forty formats more. */
const MARKS = [[0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47]];

/**
 * Decodes a JPEG or PNG to red, green and blue: grey images get three equal channels, transparency is dropped, and the
 * EXIF orientation is ignored, as in torchvision.
 *
 * @throws {SyntaxError} If the bytes are no whole image.
 */
export async function decodeImage(
  bytes: Uint8Array,
  place: string,
): Promise<StoredImage> {
  if (!MARKS.some((mark) => mark.every((byte, at) => bytes[at] === byte))) {
    const found = Array.from(
      bytes.subarray(0, 4),
      (byte) => byte.toString(16).padStart(2, "0"),
    ).join(" ");
    throw new SyntaxError(
      `Expected a JPEG or PNG image but found bytes that do not decode (${found}) in ${place}`,
    );
  }
  const sharp = await loadSharp();
  const options = {
    failOn: "truncated",
    limitInputPixels: MOST_PIXELS,
  } as const;
  try {
    const { data, info } = await sharp(bytes, options)
      .toColourspace("srgb").removeAlpha().raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) {
      throw new SyntaxError(`found ${info.channels} channels`);
    }
    return {
      height: info.height,
      width: info.width,
      pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    };
  } catch (cause) {
    const reason = cause instanceof Error
      ? cause.message.split("\n")[0]!
      : String(cause);
    if (reason.includes("pixel limit")) {
      throw new SyntaxError(
        `Expected at most ${MOST_PIXELS} pixels but found more in ${place}`,
        { cause },
      );
    }
    throw new SyntaxError(
      `Expected an image but found bytes that do not decode (${reason}) in ${place}`,
      { cause },
    );
  }
}
