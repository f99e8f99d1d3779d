// Makes small images in class folders.
import { packTar } from "modern-tar";
import { encodePng } from "./make_records.ts";

/** A PNG of one colour. */
export function plainPng(
  colour: readonly [number, number, number],
  options: { readonly width: number; readonly height: number },
): Uint8Array<ArrayBuffer> {
  const { width, height } = options;
  const pixels = Uint8Array.from(
    { length: 3 * width * height },
    (_, at) => colour[at % 3]!,
  );
  return encodePng(pixels, { width, filters: [0] });
}

/**
 * Files of a data set in class folders: `train` images a class and one for `val`. The red value is the class, the
 * green one the number of the image.
 */
export function classFolders(
  classes: readonly string[],
  options: {
    readonly train: number;
    readonly width: number;
    readonly height: number;
    readonly root?: string;
  },
): Record<string, Uint8Array> {
  const { train, root = "set", ...size } = options;
  const files: Record<string, Uint8Array> = {};
  classes.forEach((name, label) => {
    for (let at = 0; at < train; at++) {
      files[`${root}/train/${name}/${name}_${at}.png`] = plainPng(
        [label, at, 7],
        size,
      );
    }
    files[`${root}/val/${name}/${name}_test.png`] = plainPng(
      [label, 200, 9],
      size,
    );
  });
  return files;
}

/** Packs files into an uncompressed tar archive. */
export async function tarOf(
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await packTar(
      Object.entries(files).map(([name, body]) => ({
        header: { name, size: body.length },
        body,
      })),
    ),
  );
}
