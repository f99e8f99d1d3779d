import type { DatasetManifest } from "../../datasets/prepared/manifest.ts";

/**
 * Checks that data are such as a network or supernet was trained on.
 *
 * @throws {RangeError} If size or number of classes differs.
 */
export function checkTrainedOn(
  { size, classes }: { readonly size: number; readonly classes: number },
  manifest: Pick<DatasetManifest, "size" | "classes">,
): void {
  const found = manifest.classes.length;
  if (size !== manifest.size || classes !== found) {
    throw new RangeError(
      `Expected ${classes} classes of ${size} pixels, on which the network was trained, but found ${found} of ${manifest.size} in the data`,
    );
  }
}
