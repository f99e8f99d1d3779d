import { OFF_SIMPLEX } from "../../nas/relaxations/built_in_relaxations.ts";
import type { Relaxation } from "../../nas/relaxations/relaxation.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import { edgesOf } from "../../nas/space/edges_of.ts";
import { keepTrouble } from "../../nas/space/narrowed_space.ts";
import type { LoadedParts } from "../../pipeline/stage.ts";
import type { ParameterComplaint } from "../_declare/parameter_check.ts";
import { failedChecks, type PlanCheck } from "./failed_checks.ts";
import type { SearchParams } from "./params.ts";
import { computesDrawnAlone, type SearchPlan } from "./search_plan.ts";

/** Regularisers that act on weights alone, whatever the supernet. */
const ANY_NETWORK: readonly string[] = ["none", "weight-decay"];

/** Complains of phases, and of a share of the channels, that the method or the space of a search cannot have. */
export function phasedMethodComplaints(
  { phases, channelShare, unrolled }: Pick<
    SearchParams,
    "phases" | "channelShare" | "unrolled"
  >,
  plan: Pick<SearchPlan, "method" | "composition" | "space" | "every">,
  loaded: LoadedParts = {},
): ParameterComplaint[] {
  const { composition, space, every } = plan;
  const { regulariser, auxiliarySkip } = composition;
  const prunes = phases?.some(({ keep }) => keep !== undefined) ?? false;
  const chosen = phases === undefined ? "channelShare" : "phases";
  const excluded = (part: string, found: unknown): string =>
    `Expected no ${part} with ${chosen} but found ${found} in ${plan.method}`;
  const only = (part: keyof typeof composition, usual: string): PlanCheck => [
    composition[part] !== usual,
    ["method", part],
    `Expected the ${part} ${usual} with ${
      prunes ? "phases that prune candidates" : chosen
    } but found ${composition[part]} in ${plan.method}`,
  ];
  if (phases === undefined && channelShare === undefined) return [];
  const own = loaded.relaxation as Relaxation | undefined;
  const off = own === undefined
    ? OFF_SIMPLEX.includes(composition.relaxation)
    : !own.simplex;
  const name = own?.name ?? composition.relaxation;
  return failedChecks([
    [
      isChoiceSpace(space),
      ["space"],
      `Expected a space whose edges have candidates for ${chosen} but found ${space.name}`,
    ],
    only("mixture", "full"),
    [
      computesDrawnAlone(composition.sampling, loaded),
      ["method", "sampling"],
      `Expected a sampling of all candidates with ${chosen} but found ${composition.sampling} in ${plan.method}`,
    ],
    [
      composition.selection === "perturbation",
      ["method", "selection"],
      excluded("selection by perturbation", "it"),
    ],
    [
      phases === undefined
        ? regulariser === "drop-path"
        : !ANY_NETWORK.includes(regulariser),
      ["method", "regulariser"],
      excluded(
        phases === undefined
          ? "dropped paths"
          : "regulariser but none or weight-decay",
        regulariser,
      ),
    ],
    ...(phases === undefined ? [] : [
      ...keepChecks(phases, space),
      [
        auxiliarySkip !== "none",
        ["method", "auxiliarySkip"],
        excluded("auxiliary skips", auxiliarySkip),
      ],
      [unrolled !== "none", ["unrolled"], excluded("second order", unrolled)],
      [
        every !== undefined && ANY_NETWORK.includes(regulariser),
        ["curvatureEvery"],
        excluded("curvature", every),
      ],
    ] satisfies PlanCheck[]),
    ...(prunes
      ? [
        only("perturbation", "none"),
        only("alphaLoss", "cross-entropy"),
        [
          off,
          ["method", "relaxation"],
          `Expected a relaxation whose rows sum to 1 with phases that prune candidates but found ${name} in ${plan.method}`,
        ],
      ] satisfies PlanCheck[]
      : []),
  ]);
}

/** Whether each phase can keep as many candidates. */
function keepChecks(
  phases: NonNullable<SearchParams["phases"]>,
  space: SearchPlan["space"],
): PlanCheck[] {
  let candidates = edgesOf(space)[0]?.length ?? 0;
  return phases.flatMap(({ keep }, at): PlanCheck[] => {
    if (keep === undefined || candidates === 0) return [];
    const trouble = keepTrouble(keep, { name: space.name, candidates });
    candidates = keep;
    return [[
      trouble !== undefined,
      ["phases", at, "keep"],
      trouble?.message ?? "",
    ]];
  });
}
