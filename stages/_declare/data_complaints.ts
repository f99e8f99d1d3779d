import type { Complaint } from "../../pipeline/stage.ts";
import type { DataFacts } from "./facts.ts";

/** Complains of more validation images than the alpha half has. */
export function drawComplaints(
  data: DataFacts | undefined,
  { batches, batch, stage, path }: {
    readonly batches: number;
    readonly batch: number;
    readonly stage: string;
    /** Parameter of the number of batches. */
    readonly path: string;
  },
): Complaint[] {
  const { images } = data ?? {};
  if (images === undefined || images.presumed) return [];
  return batches * batch <= images.alpha ? [] : [{
    path: [path],
    message:
      `Expected at most ${images.alpha} images, the alpha half, but found ${batches} batches of ${batch} in the parameters of ${stage}`,
  }];
}

/** Complains of data with other images or classes than those that a network or supernet was trained on. */
export function otherDataComplaints(
  data: DataFacts | undefined,
  trained: DataFacts | undefined,
): Complaint[] {
  if (data === undefined || trained === undefined) return [];
  const text = ({ size, classes }: DataFacts) =>
    `images of ${size} pixels${
      classes === undefined ? "" : ` in ${classes} classes`
    }`;
  const classes = data.classes ?? trained.classes;
  const same = data.size === trained.size &&
    classes === (trained.classes ?? classes);
  return same ? [] : [{
    input: "data",
    message: `Expected ${
      text(trained)
    }, which the network was trained on, but found ${text(data)}`,
  }];
}
