import { ONE_PATH } from "../../nas/samplings/built_in_samplings.ts";
import type { Sampling } from "../../nas/samplings/sampling.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import type { Complaint, KnownInputs } from "../../pipeline/stage.ts";
import type { SearchParams } from "./params.ts";
import type { SearchPlan } from "./search_plan.ts";

/** Complains of what a search that computes drawn operations alone cannot have. */
export function onePathComplaints(
  { unrolled, recompute, devices }: Pick<
    SearchParams,
    "unrolled" | "recompute" | "devices"
  >,
  { method, composition, space }: Pick<
    SearchPlan,
    "method" | "composition" | "space"
  >,
  { parts }: Pick<KnownInputs, "parts">,
): Complaint[] {
  const own = parts?.sampling as Sampling | undefined;
  const name = own?.name ?? composition.sampling;
  const onePath = own === undefined
    ? ONE_PATH.includes(composition.sampling)
    : own.undrawn !== undefined;
  if (!onePath) return [];
  const { perturbation, mixture, selection } = composition;
  const found: readonly [
    wrong: boolean,
    path: readonly string[],
    expected: string,
    found: string,
  ][] = [
    [
      perturbation !== "none",
      ["method", "perturbation"],
      "no perturbation",
      `${perturbation} in ${method}`,
    ],
    [
      mixture === "partial",
      ["method", "mixture"],
      "no partial channels",
      `partial in ${method}`,
    ],
    [
      selection === "perturbation",
      ["method", "selection"],
      "no selection by perturbation",
      `it in ${method}`,
    ],
    [
      isChoiceSpace(space),
      ["space"],
      "a space of edges or of graph cells",
      space.name,
    ],
    [unrolled !== "none", ["unrolled"], "unrolled: none", unrolled],
    [recompute, ["recompute"], "recompute: false", "true"],
    [devices !== undefined, ["devices"], "1 device", `${devices}`],
  ];
  return found.filter(([wrong]) => wrong).map(([, path, expected, found]) => ({
    path: [...path],
    message:
      `Expected ${expected} with the sampling ${name}, which computes drawn operations alone, but found ${found}`,
  }));
}
