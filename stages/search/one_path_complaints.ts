import type { Sampling } from "../../nas/samplings/sampling.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { Complaint, KnownInputs } from "../../pipeline/stage.ts";
import type { SearchParams } from "./params.ts";
import {
  drawsArchitectures,
  drawsOperations,
  type SearchPlan,
} from "./search_plan.ts";

/**
 * Complains of what a search that computes drawn operations alone cannot have. Of one that draws whole architectures,
 * `drawnComplaints` has said the rest.
 */
export function onePathComplaints(
  { unrolled, recompute }: Pick<SearchParams, "unrolled" | "recompute">,
  { method, composition, space }: Pick<
    SearchPlan,
    "method" | "composition" | "space"
  >,
  { parts }: Pick<KnownInputs, "parts">,
): Complaint[] {
  const own = parts?.sampling as Sampling | undefined;
  const name = own?.name ?? composition.sampling;
  const draws = drawsArchitectures(composition.sampling, parts);
  if (!draws && !drawsOperations(composition.sampling, parts)) return [];
  const { perturbation, mixture, selection } = composition;
  const found: readonly [
    wrong: boolean,
    path: readonly string[],
    expected: string,
    found: string,
  ][] = [
    [
      !draws && perturbation !== "none",
      ["method", "perturbation"],
      "no perturbation",
      `${perturbation} in ${method}`,
    ],
    [
      !draws && mixture === "partial",
      ["method", "mixture"],
      "no partial channels",
      `partial in ${method}`,
    ],
    [
      !draws && selection === "perturbation",
      ["method", "selection"],
      "no selection by perturbation",
      `it in ${method}`,
    ],
    [
      !draws && isChoiceSpace(space),
      ["space"],
      "a space of edges or of graph cells",
      space.name,
    ],
    [!draws && unrolled !== "none", ["unrolled"], "unrolled: none", unrolled],
    [recompute, ["recompute"], "recompute: false", "true"],
  ];
  return found.filter(([wrong]) => wrong).map(([, path, expected, found]) => ({
    path: [...path],
    message:
      `Expected ${expected} with the sampling ${name}, which computes drawn operations alone, but found ${found}`,
  }));
}
