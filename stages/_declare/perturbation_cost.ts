import type { Perturbation } from "../../nas/perturbations/perturbation.ts";
import type { KnownInputs } from "../../pipeline/stage.ts";
import { SEARCH_SHARES } from "./cost_model.ts";

/** Cost of a perturbation in weight steps: as measured for a built-in one, as a user's module says for its own. */
export function perturbationCost(
  name: string,
  { parts }: Pick<KnownInputs, "parts">,
): number {
  if (name === "adversarial") return SEARCH_SHARES.attack;
  return (parts?.perturbation as Perturbation | undefined)?.cost ?? 0;
}
