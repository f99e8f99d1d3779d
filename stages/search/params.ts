import { z } from "zod";
import {
  augmentationParam,
  listComplaints,
} from "../_declare/augmentation_param.ts";
import { executionParams, numericsParam } from "../_declare/common_params.ts";
import { devicesComplaints, devicesParam } from "../_declare/devices_param.ts";
import { precisionParam } from "../_declare/precision_param.ts";
import { methodParam } from "../_declare/method_param.ts";
import { isPath, moduleParam } from "../_declare/module_param.ts";
import { isChoiceSpaceName } from "../../nas/space/choice_space.ts";
import { isGraphSpaceName } from "../../nas/space/graph_space.ts";
import { ALL_SPACE_NAMES, namedSpace } from "../../nas/space/named_space.ts";
import { checkOwnSpace } from "../../nas/space/own_space.ts";
import { PRIMITIVES } from "../../nas/space/primitives.ts";
import { operationHint } from "../../nas/space/operation_hint.ts";
import {
  parameterCheck,
  type ParameterComplaint,
} from "../_declare/parameter_check.ts";
import { stemParam } from "../_declare/stem_param.ts";
import { UNROLLINGS } from "../../nas/search/published_settings.ts";
import { plannedAugmentation } from "./planned_augmentation.ts";
import { methodComplaints } from "./method_complaints.ts";
import { phaseComplaints } from "./phase_complaints.ts";

const rate = z.number().positive();
const count = z.int().positive();
const operation = z.enum(PRIMITIVES, {
  // The general hint goes by letters and would propose another operation.
  error: ({ input }) => operationHint(String(input), PRIMITIVES),
});
const operations = z.array(operation).min(1);

/** Parameters of the stage `search`; defaults are the published ones (docs/method.md section 4). */
export const searchParams = z.strictObject({
  space: moduleParam(ALL_SPACE_NAMES)
    .describe(
      "search space: a name; own: the one that the parameter own describes; or the path of your own module",
    ),
  own: z.strictObject({
    name: z.string().regex(/^[\w.-]{1,40}$/).describe("name in results"),
    nodes: z.int().min(1).max(8).describe("nodes of a cell"),
    candidates: operations.optional().describe(
      "operations of every edge without a list of its own",
    ),
    normal: z.array(operations).optional().describe(
      "operations of each edge of a normal cell, by node, then by source; the same number on each edge",
    ),
    reduce: z.array(operations).optional().describe(
      "operations of each edge of a reduction cell",
    ),
  }).optional().describe("description of your own space"),
  keep: z.int().min(2).optional().describe(
    "p-darts: number of operations that each edge keeps of the search at the input before, strongest first; published: 5, then 3",
  ),
  method: methodParam.describe("search method: a name, or its parts"),
  unrolled: z.enum(UNROLLINGS).default("none").describe(
    "second-order alpha steps: none as in the paper's experiments, difference as the published code, exact",
  ),
  seed: z.int().nonnegative().default(2).describe(
    "seed of all random numbers",
  ),
  stem: stemParam,
  channels: z.int().positive().default(16).describe(
    "channels of the first cell",
  ),
  cells: z.int().positive().default(8).describe(
    "cells of the supernet: 3 or more, or a single one, which is a reduction",
  ),
  nodes: z.int().min(1).max(8).optional().describe(
    "nodes of a cell; default: as published, 4 (5 in nasbench1shot1-3)",
  ),
  outputs: count.optional().describe(
    "how many of its last nodes make the output of a cell; default: all",
  ),
  epochs: count.default(50).describe("epochs"),
  warmup: z.int().nonnegative().optional().describe(
    "first epochs, of each phase, in which only the weights are trained; default: none, 15 for pc-darts, 10 for p-darts; published for drnas in phases: 10",
  ),
  channelShare: z.int().min(2).optional().describe(
    "one of this many channels goes through the candidates, the others bypass them, without weights of edges; default: all; published for drnas: 6, 4 in nasbench201",
  ),
  phases: z.array(z.strictObject({
    after: count.describe("epochs before the phase"),
    keep: z.int().min(2).optional().describe(
      "number of candidates that each edge keeps, strongest first; default: as many as before; published for drnas: 4, 3 in nasbench201",
    ),
    channelShare: z.int().min(2).optional().describe(
      "one of this many channels goes through the candidates; default: as many as before; published for drnas: 4, 2 in nasbench201",
    ),
  })).min(1).optional().describe(
    "drnas: phases after the first one, in which fewer candidates are on more channels; weights, alphas and schedules go on",
  ),
  batch: z.int().min(2).default(64).describe("images a step"),
  learningRate: rate.default(0.025).describe("first rate of the weights"),
  learningRateEnd: z.number().nonnegative().default(0.001).describe(
    "rate that the cosine ends at",
  ),
  schedule: z.enum(["intended", "as-run"]).default("intended").describe(
    "cosine as intended, or one epoch ahead as PyTorch >= 1.1 runs the published code",
  ),
  skipDropOut: z.number().min(0).lt(1).optional().describe(
    "p-darts: initial rate of dropout on skip_connect, which decays; default: none, published: 0.1, 0.4, 0.7",
  ),
  momentum: z.number().min(0).lt(1).default(0.9),
  weightDecay: z.number().nonnegative().optional().describe(
    "weight decay of the weights; default: 3e-4; r-darts-l2 needs one: published is the best of 3e-4, 9e-4, 27e-4, 81e-4, 243e-4",
  ),
  dropPath: z.number().min(0).lt(1).optional().describe(
    "r-darts-dp: probability of dropping an edge at the end of the ramp; published: the best of 0, 0.2, 0.4, 0.6",
  ),
  clip: rate.default(5).describe("largest norm of the weights' gradient"),
  alphaLearningRate: rate.default(3e-4),
  alphaWeightDecay: z.number().nonnegative().default(1e-3),
  alphaMomentum: z.number().min(0).lt(1).optional().describe(
    "first decay rate of Adam on the alphas; default: 0.5; published for fairdarts: 0.9",
  ),
  alphaSampling: z.enum(["fresh", "pass"]).default("fresh").describe(
    "alpha batches: a fresh shuffle each step as published, or a pass over the half",
  ),
  epsilonMin: z.number().nonnegative().default(0.03),
  epsilonMax: z.number().nonnegative().default(0.3).describe(
    "radius of the perturbation at the end of the ramp",
  ),
  candidates: count.optional().describe(
    "rsps: architectures that are drawn after each epoch, of which the best is taken; default and published: 100",
  ),
  candidateBatches: count.optional().describe(
    "rsps: batches of validation images that each of them is measured on; default and published: 1",
  ),
  curvatureEvery: count.optional().describe(
    "epochs between two Hessians in the alphas; default: none, 2 for darts-es and darts-ada",
  ),
  curvatureBatches: count.default(1).describe(
    "fixed batches of validation images for each Hessian",
  ),
  curvatureBatch: z.int().min(2).default(128).describe(
    "images of each of these batches",
  ),
  crop: z.boolean().default(true).describe("random crops in training"),
  flip: z.boolean().default(true).describe("random mirroring in training"),
  cutout: z.int().nonnegative().optional().describe(
    "side of the cutout hole, in a share of the images that grows to 1; default: 0 = off, 16 where paths are dropped",
  ),
  augmentation: augmentationParam(),
  devices: devicesParam,
  precision: precisionParam,
  ...executionParams,
  numerics: numericsParam,
}).superRefine(parameterCheck((params) => [
  ...methodComplaints(params),
  ...phaseComplaints(params),
  ...devicesComplaints(params),
  ...unrolledComplaints(params),
  ...spaceComplaints(params),
  ...cellsComplaints(params),
  ...listComplaints(plannedAugmentation(params)),
]));

/** Complains of second-order steps that no device or precision but the usual one can take. */
function unrolledComplaints(
  { unrolled, devices, precision }: Pick<
    SearchParams,
    "unrolled" | "devices" | "precision"
  >,
): ParameterComplaint[] {
  return [
    ...(devices !== undefined && unrolled === "exact"
      ? [{
        path: ["devices"],
        message:
          "Expected 1 device for unrolled: exact, whose second derivatives are not divided, or unrolled: difference",
      }]
      : []),
    ...(precision !== undefined && unrolled !== "none"
      ? [{
        path: ["precision"],
        message:
          `Expected float32 for unrolled: ${unrolled}, whose second derivatives are lost in ${precision}`,
      }]
      : []),
  ];
}

/**
 * Complains of a number of cells. With two, both would be reductions and the alphas of normal cells without effect; a
 * single one is in DARTS-Bench-Suite.
 */
function cellsComplaints(
  { space, cells }: { readonly space: string; readonly cells: number },
): ParameterComplaint[] {
  const single = !isChoiceSpaceName(space) && !isGraphSpaceName(space);
  return cells > 2 || (single && cells === 1) ? [] : [{
    path: ["cells"],
    message: `Expected at least 3 cells${
      single ? ", or a single one," : ""
    } but found ${cells}`,
  }];
}

/** Complains of parameters that do not fit the search space. */
function spaceComplaints(
  { space, own, nodes, outputs, stem }: {
    readonly space: SearchParams["space"];
    readonly own?: Parameters<typeof checkOwnSpace>[0] | undefined;
    readonly nodes?: number | undefined;
    readonly outputs?: number | undefined;
    readonly stem: string;
  },
): ParameterComplaint[] {
  const complaint = (path: ParameterComplaint["path"], message: string) => [
    { path, message },
  ];
  if (space === "own" && own === undefined) {
    return complaint(
      ["space"],
      "space: own needs the parameter `own`, which describes the space",
    );
  }
  if (space !== "own" && own !== undefined) {
    return complaint(
      ["own"],
      `space: ${space} excludes the parameter \`own\`: set space: own`,
    );
  }
  if (isPath(space)) {
    return nodes === undefined
      ? []
      : complaint(["nodes"], `Put \`nodes\` into ${space}`);
  }
  if (own !== undefined) {
    return [
      ...(nodes === undefined
        ? []
        : complaint(["nodes"], "Put `nodes` into `own` when `space: own`")),
      ...checkOwnSpace(own).map(({ path, message }) => ({
        path: ["own", ...path],
        message,
      })),
      ...(outputs !== undefined && outputs > own.nodes
        ? complaint(
          ["outputs"],
          `Expected at most ${own.nodes} outputs, as a cell has nodes, but found ${outputs}`,
        )
        : []),
    ];
  }
  let path = ["nodes"];
  try {
    namedSpace(space, { nodes });
    path = ["outputs"];
    const found = namedSpace(space, { nodes, outputs });
    return !("normal" in found) && stem !== "cifar"
      ? complaint(
        ["stem"],
        `Expected cifar, the stem of ${space}, but found ${stem}`,
      )
      : [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return complaint(path, error.message);
  }
}

export type SearchParams = z.infer<typeof searchParams>;
