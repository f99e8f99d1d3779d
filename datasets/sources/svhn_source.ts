import type { ImageSource } from "./image_source.ts";
import { type MatArray, openMat } from "../formats/mat5.ts";

const SIDE = 32;
const IMAGE = 3 * SIDE * SIDE;

/** Label 10 stands for the digit 0 (the files count from 1, as MATLAB does). */
function digitOf(label: number, place: string): number {
  if (!Number.isInteger(label) || label < 1 || label > 10) {
    throw new RangeError(
      `Expected a label from 1 to 10, where 10 is the digit 0, but found ${label} in ${place}`,
    );
  }
  return label % 10;
}

function only(
  arrays: readonly MatArray[],
  name: string,
  path: string,
): MatArray {
  const found = arrays.filter((array) => array.name === name);
  if (found.length !== 1) {
    throw new SyntaxError(
      `Expected one array ${name} but found ${
        arrays.map((array) => array.name).join(", ") || "none"
      } in ${path}`,
    );
  }
  return found[0]!;
}

async function openFile(path: string) {
  const arrays = await openMat(path);
  const images = only(arrays, "X", path);
  const labels = only(arrays, "y", path);
  const count = labels.shape.reduce((product, n) => product * n, 1);
  const shapes = { X: images.shape.join(" x "), y: labels.shape.join(" x ") };
  if (![`${count} x 1`, `1 x ${count}`].includes(shapes.y) || count === 0) {
    throw new SyntaxError(
      `Expected N x 1 labels but found ${shapes.y} in y of ${path}`,
    );
  }
  // MATLAB drops a last dimension of one
  const wanted = count === 1 ? "32 x 32 x 3" : `32 x 32 x 3 x ${count}`;
  if (shapes.X !== wanted) {
    throw new SyntaxError(
      `Expected ${wanted} pixels but found ${shapes.X} in X of ${path}`,
    );
  }
  if (images.kind !== "uint8") {
    throw new SyntaxError(
      `Expected uint8 pixels from 0 to 255 but found ${images.kind} in X of ${path}`,
    );
  }
  const digits = Uint8Array.from(
    await labels.numbers(),
    (label, at) => digitOf(label, `image ${at} of ${path}`),
  );
  return { images, classes: digits, beside: arrays.length - 2 };
}

/** Converts an image from planes of columns to rows of red, green, blue. */
function transpose(planes: Uint8Array, target: Uint8Array): void {
  for (let channel = 0; channel < 3; channel++) {
    for (let column = 0; column < SIDE; column++) {
      const from = SIDE * (column + SIDE * channel);
      for (let row = 0; row < SIDE; row++) {
        target[3 * (row * SIDE + column) + channel] = planes[from + row]!;
      }
    }
  }
}

/** Images of an array in sequence, each in the same buffer. */
async function* wholeImages(images: MatArray): AsyncGenerator<Uint8Array> {
  const planes = new Uint8Array(IMAGE);
  let filled = 0;
  for await (const chunk of images.chunks()) {
    for (let at = 0; at < chunk.length;) {
      const piece = chunk.subarray(at, at + IMAGE - filled);
      planes.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled === IMAGE) {
        yield planes;
        filled = 0;
      }
    }
  }
}

/**
 * Opens SVHN files (`train_32x32.mat` and the like) as one sequence of images. Labels are read at once, images are
 * streamed, so memory does not grow with the files.
 *
 * @returns The images, and the number of arrays beside X and y.
 * @throws {SyntaxError} If a file is damaged or of another form; {RangeError} if a label is out of range.
 */
export async function openSvhn(
  paths: readonly string[],
): Promise<ImageSource & { readonly beside: number }> {
  const files: Awaited<ReturnType<typeof openFile>>[] = [];
  for (const path of paths) files.push(await openFile(path));
  const labels = new Uint8Array(
    files.reduce((sum, { classes }) => sum + classes.length, 0),
  );
  let at = 0;
  for (const { classes } of files) {
    labels.set(classes, at);
    at += classes.length;
  }
  return {
    labels,
    beside: files.reduce((sum, { beside }) => sum + beside, 0),
    sorted: false,
    async *images(positions) {
      const pixels = new Uint8Array(IMAGE);
      let next = 0;
      let first = 0;
      for (const { images, classes } of files) {
        const end = first + classes.length;
        // a file without a chosen image is not read
        let index = first;
        if (next < positions.length && positions[next]! < end) {
          for await (const planes of wholeImages(images)) {
            if (positions[next] === index) {
              transpose(planes, pixels);
              yield { at: next++, height: SIDE, width: SIDE, pixels };
              if (next === positions.length) return;
            }
            index++;
          }
        }
        first = end;
      }
    },
  };
}
