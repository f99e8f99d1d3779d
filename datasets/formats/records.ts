/** Layout of a file of records: label bytes, then 32x32 red, green and blue values, each row by row. */
export interface RecordLayout {
  /** Label bytes before the pixels. */
  readonly labels: number;
  /** Index of the label byte that is the class. */
  readonly label: number;
  readonly classes: number;
  /** Number of coarse classes, whose label stands before that of the class; undefined for records of one label. */
  readonly coarse?: number;
}

/** Records of CIFAR-10. */
export const CIFAR10_RECORDS: RecordLayout = {
  labels: 1,
  label: 0,
  classes: 10,
};

/** Records of CIFAR-100: the coarse class comes first; the fine one is used. */
export const CIFAR100_RECORDS: RecordLayout = {
  labels: 2,
  label: 1,
  classes: 100,
  coarse: 20,
};

const PLANE = 32 * 32;

/** Bytes of a record. */
export function recordSize({ labels }: RecordLayout): number {
  return labels + 3 * PLANE;
}

/** Number of records in the bytes of a file; `place` names it in errors. */
export function recordCount(
  bytes: Uint8Array,
  layout: RecordLayout,
  place: string,
): number {
  const size = recordSize(layout);
  if (bytes.length === 0 || bytes.length % size !== 0) {
    throw new RangeError(
      `Expected a multiple of ${size} bytes but found ${bytes.length} in ${place}`,
    );
  }
  return bytes.length / size;
}

/** Class of every record of a file. */
export function recordLabels(
  bytes: Uint8Array,
  layout: RecordLayout,
  place: string,
): Uint8Array {
  const labels = new Uint8Array(recordCount(bytes, layout, place));
  const size = recordSize(layout);
  for (let index = 0; index < labels.length; index++) {
    const at = index * size + layout.label;
    const label = bytes[at]!;
    if (label >= layout.classes) {
      throw new RangeError(
        `Expected a label from 0 to ${
          layout.classes - 1
        } but found ${label} at byte ${at} (record ${index}) of ${place}`,
      );
    }
    labels[index] = label;
    const coarse = layout.coarse === undefined ? 0 : bytes[at - 1]!;
    if (coarse >= (layout.coarse ?? 1)) {
      throw new RangeError(
        `Expected a coarse label from 0 to ${
          layout.coarse! - 1
        }, before the fine one, but found ${coarse} at byte ${
          at - 1
        } (record ${index}) of ${place}`,
      );
    }
  }
  return labels;
}

/** Writes the image of a record (planes of colours, CHW) to `target` (HWC). */
export function recordImage(
  bytes: Uint8Array,
  record: number,
  options: { readonly layout: RecordLayout; readonly target: Uint8Array },
): void {
  const { layout, target } = options;
  const start = record * recordSize(layout) + layout.labels;
  for (let pixel = 0; pixel < PLANE; pixel++) {
    target[3 * pixel] = bytes[start + pixel]!;
    target[3 * pixel + 1] = bytes[start + PLANE + pixel]!;
    target[3 * pixel + 2] = bytes[start + 2 * PLANE + pixel]!;
  }
}
