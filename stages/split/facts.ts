import { classShare } from "../../datasets/subset/class_share.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import { evenShares } from "../../datasets/subset/even_shares.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import {
  type DataFacts,
  type FilesFacts,
  knownInput,
  type PartFacts,
} from "../_declare/facts.ts";
import { fitTrouble } from "./fit_trouble.ts";
import type { SplitParams } from "./params.ts";

/** Tells how many images there will be, and complains of more than the files have. */
export const facts: ForeseeFacts<SplitParams> = (params, inputs) => {
  const known = knownInput(inputs, "files", "dataset-files");
  if (known === undefined) return {};
  const files = halved(known, params);
  const { spec } = files;
  const { size = spec.size, layout = spec.layout } = params;
  const images = imagesOf(params, files);
  const dataset: DataFacts = {
    dataset: spec.name,
    layout,
    size,
    ...(files.classes === undefined ? {} : { classes: files.classes }),
    ...(images === undefined ? {} : { images }),
  };
  const fit = fitTrouble(spec, params);
  return {
    outputs: { dataset, test: dataset },
    complaints: [
      ...(fit === undefined ? [] : [fit]),
      ...extraComplaints(spec, params, files),
      ...countComplaints("train", params, files),
      ...countComplaints("test", params, files),
      ...shareComplaints(params, files),
      ...portionComplaints(params, images),
    ],
  };
};

/** Files whose training images are a half of them. */
function halved(files: FilesFacts, { half }: SplitParams): FilesFacts {
  const { images } = files;
  if (half === undefined || images === undefined) return files;
  const first = Math.floor(images.train.total / 2);
  const total = half === "first" ? first : images.train.total - first;
  return { ...files, images: { ...images, train: { total } } };
}

/** Training images by their use; undefined where the files decide. */
function imagesOf(
  { train: wanted, portion, shares }: SplitParams,
  { images, presumed }: FilesFacts,
): DataFacts["images"] {
  const train = wanted === "all" ? images?.train.total : wanted;
  if (train === undefined) return undefined;
  if (shares === undefined) {
    const weights = Math.floor(portion * train);
    const alpha = train - weights;
    return {
      train,
      weights,
      alpha,
      presumed: wanted === "all" && presumed,
    };
  }
  const groups = images?.train.classes;
  const share = (part: number) =>
    groups === undefined
      ? Math.floor(part * train)
      : groups.reduce((sum, count) => sum + classShare(part, count), 0);
  const weights = share(shares.weights);
  const alpha = share(shares.alpha);
  return {
    train: weights + alpha,
    weights,
    alpha,
    // Each class is rounded.
    presumed: groups === undefined || presumed,
  };
}

function extraComplaints(
  { name, files: published }: DatasetSpec,
  { extra }: SplitParams,
  files: FilesFacts,
): Complaint[] {
  if (!extra) return [];
  const path = ["extra"];
  if (!published.some(({ optional }) => optional)) {
    return [{
      path,
      message:
        `Expected extra: false but found true: ${name} has no extra images`,
    }];
  }
  return files.extra ? [] : [{
    path,
    message:
      "Expected extra: false but found true: set extra: true of the stage download as well",
  }];
}

/** Complains of more images than there are, in all or of a class. */
function countComplaints(
  part: "train" | "test",
  params: SplitParams,
  { images, presumed, spec: { name: dataset } }: FilesFacts,
): Complaint[] {
  const count = params[part];
  const known: PartFacts | undefined = images?.[part];
  if (count === "all" || known === undefined || presumed) return [];
  const path = [part];
  if (count > known.total) {
    return [{
      path,
      message:
        `Expected at most ${known.total} images, which ${part} of ${dataset} has, but found ${count}`,
    }];
  }
  const { classes } = known;
  if (!params.stratified || classes === undefined) return [];
  const shares = evenShares(count, classes.length);
  const short = classes.findIndex((own, at) => own < shares[at]!);
  return short < 0 ? [] : [{
    path,
    message: `Expected at most ${
      classes[short]
    } images of class ${short}, which ${part} of ${dataset} has, but found a share of ${
      shares[short]
    }: ${count} images over ${classes.length} classes; set stratified: false to take more`,
  }];
}

function shareComplaints(
  { shares }: SplitParams,
  { images, presumed }: FilesFacts,
): Complaint[] {
  if (shares === undefined || presumed) return [];
  const classes = images?.train.classes ?? [];
  const at = classes.findIndex((count) =>
    classShare(shares.weights, count) + classShare(shares.alpha, count) > count
  );
  return at < 0 ? [] : [{
    path: ["shares"],
    message: `Expected ${classShare(shares.weights, classes[at]!)} + ${
      classShare(shares.alpha, classes[at]!)
    } images of class ${at} but found ${classes[at]}`,
  }];
}

function portionComplaints(
  { shares, portion }: SplitParams,
  images: DataFacts["images"],
): Complaint[] {
  if (shares !== undefined || images === undefined || images.presumed) {
    return [];
  }
  return images.weights > 0 && images.alpha > 0 ? [] : [{
    path: ["portion"],
    message:
      `Expected images on both sides but found a portion of ${portion} of ${images.train} training images`,
  }];
}
