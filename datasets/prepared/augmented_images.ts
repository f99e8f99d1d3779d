import { type RandomStream, randomStream } from "../../engine/philox.ts";
import type {
  Augmentation,
  AugmentedImages,
} from "../augmentations/augmentation.ts";
import { type Region, resizeImage } from "../pixels/resize.ts";
import type { StoredImage } from "../pixels/stored_image.ts";
import { middleView } from "../pixels/view.ts";
import {
  type ImagePlace,
  IN_PLACE,
  placedAgain,
  writeImage,
} from "../pixels/write_image.ts";
import type { ImageWriter } from "./image_writer.ts";
import type { PassAddress } from "./loader.ts";
import type { DatasetBase } from "./open_dataset.ts";

/** Random changes of training images. */
export interface Augmentations {
  /** In the order in which they take turns. */
  readonly list: readonly Augmentation[];
  /** Side of a hole in pixels; 0 for none. */
  readonly cutout: number;
}

/** Makes the writer of a pass over the data; `ramp` grows from 0 to 1 over the epochs of a search; default 1. */
export type AugmentedPass = (
  pass: PassAddress & { readonly ramp?: number },
) => ImageWriter;

/** Functions of one kind, each with the name of its augmentation and that of its stream. */
type Turns<K extends keyof Augmentation> = readonly {
  readonly name: string;
  readonly own: string;
  readonly call: NonNullable<Augmentation[K]>;
}[];

function turns<K extends "region" | "pixels" | "place" | "values">(
  list: readonly Augmentation[],
  kind: K,
): Turns<K> {
  return list.flatMap((augmentation) => {
    const call = augmentation[kind];
    const { name, stream } = augmentation;
    const own = stream === "shared" ? "" : `${name}.`;
    return call === undefined ? [] : [{ name, own, call }];
  });
}

/**
 * Writes training images with random changes. Each image has addresses of its own, so neither the order of the images nor
 * the batch size matters: one for the stored image and its bytes, one for what comes after.
 *
 * @throws {RangeError} If the images do not allow an augmentation, or it gives a region outside of an image or half a pixel.
 */
export function augmentedImages(
  { manifest: { size, layout, pad }, table }: DatasetBase,
  { list, cutout }: Augmentations,
): AugmentedPass {
  const free = layout === "free";
  const forFree = list.find((one) => one.layout === "free");
  if (!free && forFree !== undefined) {
    throw new RangeError(
      `Expected images that keep their aspect for the augmentation ${forFree.name} but found square ones`,
    );
  }
  if (cutout > size && list.some(({ name }) => name === "cutout")) {
    throw new RangeError(
      `Expected a cutout of at most ${size} pixels, the side of the images, but found ${cutout}`,
    );
  }
  const regions = free ? turns(list, "region") : [];
  const pixels = turns(list, "pixels");
  const places = turns(list, "place");
  const values = turns(list, "values");
  return ({ seed, stream, epoch, ramp = 1 }) => {
    const images: AugmentedImages = {
      size,
      pad: free ? 0 : pad,
      cutout,
      ramp,
    };
    return (image, target, sample) => {
      const draw = (phase: string) => {
        const open = new Map<string, RandomStream>();
        return (own: string) =>
          open.getOrInsertComputed(own, () =>
            randomStream({
              seed,
              stream: `${phase}.${own}${stream}`,
              epoch,
              sample,
            }));
      };
      const before = draw("view");
      let region: Region | undefined;
      for (const { name, own, call } of regions) {
        region = inside(call(before(own), image, images), image, name);
      }
      const seen = view(image, { free, size, region });
      // Readers hand out bytes that are not to be changed.
      const bytes = !free && pixels.length > 0 ? seen.slice() : seen;
      for (const { own, call } of pixels) call(bytes, before(own), images);
      const after = draw("augment");
      let placed: ImagePlace = IN_PLACE;
      for (const { name, own, call } of places) {
        placed = placedAgain(placed, whole(call(after(own), images), name));
      }
      writeImage(bytes, target, placed, { size, table });
      for (const { own, call } of values) call(target, after(own), images);
    };
  };
}

/** Bytes of an image at the size of the network: of a region, or of the middle. */
function view(
  image: StoredImage,
  { free, size, region }: {
    readonly free: boolean;
    readonly size: number;
    readonly region: Region | undefined;
  },
): Uint8Array {
  if (!free) return image.pixels;
  return region === undefined
    ? middleView(image, size)
    : resizeImage(image, { height: size, width: size, region });
}

function inside(
  region: Region,
  { height, width }: StoredImage,
  name: string,
): Region {
  const fits = (start: number, length: number, side: number) =>
    Number.isInteger(start) && Number.isInteger(length) && start >= 0 &&
    length > 0 && start + length <= side;
  if (
    fits(region.top, region.height, height) &&
    fits(region.left, region.width, width)
  ) return region;
  throw new RangeError(
    `Expected a region of an image of ${width}x${height} but found ${
      JSON.stringify(region)
    } by the augmentation ${name}`,
  );
}

function whole(placement: ImagePlace, name: string): ImagePlace {
  const { dy, dx, flip } = placement;
  if (
    Number.isInteger(dy) && Number.isInteger(dx) && typeof flip === "boolean"
  ) return placement;
  throw new RangeError(
    `Expected whole dy and dx and flip true or false but found ${
      JSON.stringify(placement)
    } by the augmentation ${name}`,
  );
}
