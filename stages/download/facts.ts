import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { datasetSpec } from "../_declare/dataset_param.ts";
import type { FilesFacts, PartFacts } from "../_declare/facts.ts";
import type { DownloadParams } from "./params.ts";
import { sourceTrouble } from "./source_trouble.ts";

/** Tells which images the official files hold, and complains of files that the data set cannot have. */
export const facts: ForeseeFacts<DownloadParams> = (params, inputs) => {
  const spec = datasetSpec(params.dataset, inputs.parts);
  const files: FilesFacts = filesFacts(spec, params);
  const trouble = sourceTrouble(spec, params);
  return {
    outputs: { files },
    complaints: trouble === undefined ? [] : [trouble],
  };
};

function filesFacts(
  spec: DatasetSpec,
  { files, folder, classes, extra }: DownloadParams,
): FilesFacts {
  const count = classes?.length ?? spec.classes;
  const presumed = spec.files.length === 0 && classes === undefined;
  const official = files === undefined && folder === undefined;
  const { images, perClass } = spec;
  return {
    spec,
    ...(count > 0 ? { classes: count } : {}),
    presumed,
    extra,
    // The additional images are not counted here.
    ...(images !== undefined && (official || presumed) && !extra
      ? {
        images: {
          train: partFacts(spec, images.train, perClass?.train),
          test: partFacts(spec, images.test, perClass?.test),
        },
      }
      : {}),
  };
}

function partFacts(
  { classes }: DatasetSpec,
  total: number,
  perClass: number | readonly number[] | undefined,
): PartFacts {
  if (perClass === undefined) return { total };
  return {
    total,
    classes: typeof perClass === "number"
      ? Array<number>(classes).fill(perClass)
      : perClass,
  };
}
