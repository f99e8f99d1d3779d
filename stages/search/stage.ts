import { isGraphSpaceName } from "../../nas/space/graph_space.ts";
import { edgeCount } from "../../nas/space/edge_space.ts";
import { isChoiceSpaceName } from "../../nas/space/choice_space.ts";
import { defineStage } from "../../pipeline/stage.ts";
import {
  augmentationParts,
  augmentationShape,
} from "../_declare/augmentation_param.ts";
import { devicesParts } from "../_declare/devices_param.ts";
import { precisionParts } from "../_declare/precision_param.ts";
import {
  methodModules,
  methodOfParam,
  methodPartShape,
} from "../_declare/method_param.ts";
import { STEM_SHAPE, stemParts } from "../_declare/stem_param.ts";
import { plannedAugmentation } from "./planned_augmentation.ts";
import { bypassesMost, searchPlan } from "./search_plan.ts";
import { SPACE_SHAPE } from "../_declare/space_param.ts";
import { spaceModules } from "./space_modules.ts";
import { type SearchParams, searchParams } from "./params.ts";

/** Operations of an edge in the measured searches, and nodes of a cell. */
const OPERATIONS = 7;
const NODES = 4;

/**
 * Memory of a search in MiB for each image, channel and cell. Measured: 1.0 GB for 8 channels, 4 cells, batch 32, 16x16;
 * 5.6 GB for 16, 8, 64, 32x32, or 2.7 GB with recomputed maps or in S3; with choice blocks at most 3.0 GB for 16, 9,
 * 96, 32x32; in NAS-Bench-201 1.0 GB for 16, 15, 32, 32x32; with partial channels 1.6 GB in place of 3.3;
 * for a single cell of eight nodes 5.3 GB for 26, 1, 96, 32x32.
 */
function mapMemory(
  { space, method, keep = OPERATIONS, recompute, own, ...sizes }: SearchParams,
): number {
  if (isChoiceSpaceName(space)) return 0.25;
  if (isGraphSpaceName(space)) return 0.1;
  if (bypassesMost({ method, ...sizes })) return 0.3;
  const all = /^s[1-4]$/.test(space) ? 0.3 : 0.6;
  // memory grows with the edges; cells of fewer than four nodes count as those of four
  const edges = Math.max(
    1,
    edgeCount(own?.nodes ?? sizes.nodes ?? NODES) / edgeCount(NODES),
  );
  return all * edges * Math.min(1, keep / OPERATIONS) * (recompute ? 0.5 : 1);
}

/** Module of a search in phases, where it has any. */
function phaseParts(
  { phases }: Pick<SearchParams, "phases">,
): Readonly<Record<string, string>> {
  return phases === undefined ? {} : {
    phases: import.meta.resolve("../../nas/phases/phased_search.ts"),
  };
}

/** Stage that searches an architecture by one of the methods of `nas/search/method.ts`. */
export default defineStage<SearchParams>({
  name: "search",
  description:
    "searches an architecture with DARTS, SDARTS or one of their rivals",
  params: searchParams,
  inputs: {
    data: { kind: "dataset" },
    before: { kind: "alphas", optional: true },
  },
  outputs: {
    alphas: { kind: "alphas", path: "alphas.json", metrics: false },
    supernet: { kind: "supernet", path: "supernet", metrics: false },
    history: {
      kind: "search-history",
      path: "history.json",
      numbers: {
        "epochs.validAccuracy": { better: "higher" },
        "epochs.validLoss": { better: "lower" },
        "epochs.trainAccuracy": { better: "higher" },
        "epochs.trainLoss": { better: "lower" },
      },
    },
  },
  resources: (params) => ({
    cpus: params.threads,
    devices: params.devices ?? 1,
    memory: Math.ceil(
      700 +
        mapMemory(params) * params.batch * params.channels * params.cells,
    ),
    advice:
      `a smaller batch (${params.batch}), fewer channels (${params.channels}) or fewer cells (${params.cells}) need less memory`,
  }),
  parts: (params, loaded) => ({
    ...methodModules(methodOfParam(params.method)),
    ...augmentationParts(plannedAugmentation(params)),
    ...stemParts(params.stem),
    ...devicesParts(params),
    ...precisionParts(params),
    ...spaceModules(params, loaded),
    ...phaseParts(params),
  }),
  // What trains its supernet further needs no limit on the curvature.
  offers: ({ method }) => {
    const { regulariser: _, ...offered } = methodModules(methodOfParam(method));
    return offered;
  },
  partShape: (role) =>
    role === "space"
      ? SPACE_SHAPE
      : role === "stem"
      ? STEM_SHAPE
      : augmentationShape(role) ?? methodPartShape(role),
  choices: searchPlan,
  module: import.meta.resolve("./run.ts"),
});
