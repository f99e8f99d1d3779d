import { CIFAR10_CLASSES, CIFAR10_RECORD } from "./cifar10.ts";

const SIZE = 32;
const PLANE = SIZE * SIZE;

/** Number of records in the bytes of a file; `place` names it in errors. */
export function recordCount(bytes: Uint8Array, place: string): number {
  if (bytes.length === 0 || bytes.length % CIFAR10_RECORD !== 0) {
    throw new RangeError(
      `Expected a multiple of ${CIFAR10_RECORD} bytes but found ${bytes.length} in ${place}`,
    );
  }
  return bytes.length / CIFAR10_RECORD;
}

/** Label of every record of a file. */
export function recordLabels(bytes: Uint8Array, place: string): Uint8Array {
  const labels = new Uint8Array(recordCount(bytes, place));
  for (let index = 0; index < labels.length; index++) {
    const label = bytes[index * CIFAR10_RECORD]!;
    if (label >= CIFAR10_CLASSES.length) {
      throw new RangeError(
        `Expected a label from 0 to ${
          CIFAR10_CLASSES.length - 1
        } but found ${label} in record ${index} of ${place}`,
      );
    }
    labels[index] = label;
  }
  return labels;
}

/** Writes the image of a record, whose colours lie in planes, to `target` with its colours side by side (HWC). */
export function recordImage(
  bytes: Uint8Array,
  record: number,
  target: Uint8Array,
): void {
  const start = record * CIFAR10_RECORD + 1;
  for (let pixel = 0; pixel < PLANE; pixel++) {
    target[3 * pixel] = bytes[start + pixel]!;
    target[3 * pixel + 1] = bytes[start + PLANE + pixel]!;
    target[3 * pixel + 2] = bytes[start + 2 * PLANE + pixel]!;
  }
}
