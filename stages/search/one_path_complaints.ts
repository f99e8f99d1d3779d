import type { Sampling } from "../../nas/samplings/sampling.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { Complaint, LoadedParts } from "../../pipeline/stage.ts";
import { failedChecks, type PlanCheck } from "./failed_checks.ts";
import type { SearchParams } from "./params.ts";
import { computesDrawnAlone, type SearchPlan } from "./search_plan.ts";

/**
 * Complains of what a search that computes drawn operations alone cannot have. Where whole architectures are drawn,
 * `drawnComplaints` covers all but `recompute`.
 */
export function onePathComplaints(
  { unrolled, recompute }: Pick<SearchParams, "unrolled" | "recompute">,
  { method, composition, candidates, space }: Pick<
    SearchPlan,
    "method" | "composition" | "candidates" | "space"
  >,
  loaded: LoadedParts = {},
): Complaint[] {
  const { sampling, perturbation, mixture, selection } = composition;
  if (!computesDrawnAlone(sampling, loaded)) return [];
  const name = (loaded.sampling as Sampling | undefined)?.name ?? sampling;
  const check = (
    wrong: boolean,
    path: readonly string[],
    { expected, found }: { readonly expected: string; readonly found: string },
  ): PlanCheck => [
    wrong,
    path,
    `Expected ${expected} with the sampling ${name}, which computes drawn operations alone, but found ${found}`,
  ];
  const drawsOperations = candidates === undefined;
  return failedChecks([
    ...drawsOperations
      ? [
        check(perturbation !== "none", ["method", "perturbation"], {
          expected: "no perturbation",
          found: `${perturbation} in ${method}`,
        }),
        check(mixture === "partial", ["method", "mixture"], {
          expected: "no partial channels",
          found: `partial in ${method}`,
        }),
        check(selection === "perturbation", ["method", "selection"], {
          expected: "no selection by perturbation",
          found: `it in ${method}`,
        }),
        check(isChoiceSpace(space), ["space"], {
          expected: "a space of edges or of graph cells",
          found: space.name,
        }),
        check(unrolled !== "none", ["unrolled"], {
          expected: "unrolled: none",
          found: unrolled,
        }),
      ]
      : [],
    check(recompute, ["recompute"], {
      expected: "recompute: false",
      found: "true",
    }),
  ]);
}
