import type { Perturbation } from "../../nas/perturbations/perturbation.ts";
import { OFF_SIMPLEX } from "../../nas/relaxations/built_in_relaxations.ts";
import type { Relaxation } from "../../nas/relaxations/relaxation.ts";
import type { Composition } from "../../nas/search/composition.ts";
import type { Complaint, KnownInputs } from "../../pipeline/stage.ts";

/** Complains of a perturbation that moves mixture weights on the simplex, where a relaxation leaves it. */
export function simplexComplaints(
  { name, relaxation, perturbation }: Composition & { readonly name: string },
  { parts }: Pick<KnownInputs, "parts">,
): Complaint[] {
  const own = parts?.relaxation as Relaxation | undefined;
  const moved = parts?.perturbation as Perturbation | undefined;
  const off = own === undefined
    ? OFF_SIMPLEX.includes(relaxation)
    : !own.simplex;
  const takesAny = perturbation === "none" || moved?.offSimplex === true;
  return !off || takesAny ? [] : [{
    path: ["method", "perturbation"],
    message: `Expected a relaxation whose rows sum to 1 for the perturbation ${
      moved?.name ?? perturbation
    } but found ${own?.name ?? relaxation} in ${name}`,
  }];
}
