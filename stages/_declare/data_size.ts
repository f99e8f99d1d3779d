import { DATASETS } from "../../datasets/catalogue/registry.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import type { Upstream } from "../../pipeline/stage.ts";

/** Size of a data set, known before it is downloaded. */
export interface DataSize {
  readonly train: number;
  /** Training images that train the weights in a search. */
  readonly weights: number;
  /** Training images that train the architecture. */
  readonly alpha: number;
  readonly classes: number;
  readonly size: number;
}

/** Size of the data that the stages `download` and `split` will produce; undefined where it depends on files of the user. */
export function dataSize(data: Upstream | undefined): DataSize | undefined {
  if (data?.stage !== "split") return undefined;
  const { train, portion, shares, size } = data.params as {
    readonly train: number | "all";
    readonly portion: number;
    readonly shares?: { readonly weights: number; readonly alpha: number };
    readonly size?: number;
  };
  const files = data.inputs.files;
  if (files?.stage !== "download") return undefined;
  const { dataset, files: own, folder, classes } = files.params as {
    readonly dataset: keyof typeof DATASETS;
    readonly files?: unknown;
    readonly folder?: unknown;
    readonly classes?: readonly string[];
  };
  const spec: DatasetSpec = DATASETS[dataset];
  // A data set that cannot be downloaded is the user's copy of the whole, unless classes are chosen.
  const official = spec.files.length === 0
    ? classes === undefined
    : own === undefined && folder === undefined;
  const count = train === "all"
    ? official ? spec.images?.train : undefined
    : train;
  if (count === undefined) return undefined;
  const weights = Math.floor((shares?.weights ?? portion) * count);
  const alpha = shares === undefined
    ? count - weights
    : Math.floor(shares.alpha * count);
  return {
    train: shares === undefined ? count : weights + alpha,
    weights,
    alpha,
    // Where the files decide, the largest published number: the classifier costs little.
    classes: classes?.length ?? (spec.classes || 1000),
    size: size ?? spec.size,
  };
}
