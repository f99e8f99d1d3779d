import type { Point } from "../../../pipeline/stage.ts";
import type { ArchitectureOrigin } from "../../../stages/report/runs/architecture_origin.ts";
import type { Run } from "../../../stages/report/runs/report_run.ts";

type Evaluation = NonNullable<Run["found"]["evaluation"]>["value"];

/** A run of a report at a point: of a search unless the provenance says else, with a test error if one is given. */
export function inventedRun(
  point: Point,
  { top1Error, ...provenance }:
    & { readonly top1Error?: number }
    & Partial<ArchitectureOrigin> = {},
): Run {
  const unit = JSON.stringify(point);
  const value = { top1Error } as Evaluation;
  return {
    point,
    repeats: ["seed"],
    searches: [],
    found: top1Error === undefined
      ? {}
      : { evaluation: { instance: unit, point, value, sha256: "" } },
    provenance: {
      source: "search",
      unit,
      searches: [],
      methods: [],
      spaces: [],
      stages: [],
      ...provenance,
    },
  };
}
