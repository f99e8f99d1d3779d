import {
  type Composition,
  DARTS_COMPOSITION,
} from "../../nas/search/composition.ts";
import type { Complaint } from "../../pipeline/stage.ts";
import { failedChecks, type PlanCheck } from "./failed_checks.ts";
import type { SearchParams } from "./params.ts";
import type { SearchPlan } from "./search_plan.ts";

/** Parts of a method that act on alphas, or on mixture weights of more than one operation an edge. */
const TRAINED = [
  "perturbation",
  "mixture",
  "relaxation",
  "selection",
  "alphaLoss",
  "auxiliarySkip",
] as const satisfies readonly (keyof Composition)[];

/** Regularisers that act on the weights alone. */
const OF_WEIGHTS: readonly string[] = ["none", "weight-decay", "drop-path"];

/**
 * Complains of parameters without effect on a search that draws architectures, and of candidates in any other search.
 */
export function drawnComplaints(
  { candidates, candidateBatches, unrolled, warmup, curvatureEvery }: Pick<
    SearchParams,
    | "candidates"
    | "candidateBatches"
    | "unrolled"
    | "warmup"
    | "curvatureEvery"
  >,
  { method, composition, candidates: drawn, space }: Pick<
    SearchPlan,
    "method" | "composition" | "candidates" | "space"
  >,
): Complaint[] {
  if (drawn === undefined) {
    return failedChecks(
      Object.entries({ candidates, candidateBatches }).map(([name, value]) => [
        value !== undefined,
        [name],
        `${method} takes no ${name}: it belongs to rsps`,
      ]),
    );
  }
  const check = (
    wrong: boolean,
    path: readonly string[],
    found: unknown,
  ): PlanCheck => [
    wrong,
    path,
    `Expected no ${
      path.at(-1)
    } for ${method}, which trains no alphas, but found ${found}`,
  ];
  const { regulariser } = composition;
  return failedChecks([
    [
      "auxiliarySkips" in space && space.auxiliarySkips === true,
      ["space"],
      `Expected a space without auxiliary skips for ${method}, whose architectures leave edges out, but found ${space.name}`,
    ],
    ...TRAINED.map((part) =>
      check(
        composition[part] !== DARTS_COMPOSITION[part],
        ["method", part],
        composition[part],
      )
    ),
    check(
      !OF_WEIGHTS.includes(regulariser),
      ["method", "regulariser"],
      regulariser,
    ),
    ...Object.entries({ warmup, curvatureEvery, unrolled }).map((
      [name, value],
    ) => check(value !== undefined && value !== "none", [name], value)),
  ]);
}
