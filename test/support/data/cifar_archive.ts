// Makes a CIFAR-10 archive of a few images.
import { gzipSync } from "node:zlib";
import { tarOf } from "./image_fixture.ts";
import { cifar10Files } from "./make_dataset.ts";
import { makeRecords } from "./make_records.ts";

/** A small archive in the official form of CIFAR-10's binary version, with made-up images. */
export async function cifarArchive(): Promise<Uint8Array<ArrayBuffer>> {
  const labels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const files = cifar10Files(
    [1, 2, 3, 4, 5].map((seed) => makeRecords(labels, seed)),
    makeRecords(labels, 6),
  );
  return new Uint8Array(gzipSync(
    await tarOf(
      Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [
          `cifar-10-batches-bin/${name}`,
          bytes as Uint8Array,
        ]),
      ),
    ),
  ));
}
