import type { AlphaLoss } from "../../nas/alpha_losses/alpha_loss.ts";
import type { Perturbation } from "../../nas/perturbations/perturbation.ts";
import type { Regulariser } from "../../nas/regularisers/regulariser.ts";
import type { Sampling } from "../../nas/samplings/sampling.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/** The parts of a method that are modules, by the name of their export. */
export interface MethodParts {
  readonly perturbation: Perturbation;
  readonly regulariser: Regulariser;
  readonly alphaLoss: AlphaLoss;
  readonly sampling: Sampling;
}

/**
 * A part of the method that a stage's parameters choose.
 *
 * @param role Role of the module in the declaration, if it is not called like the part.
 */
export async function methodPart<K extends keyof MethodParts>(
  { part }: Pick<StageContext<unknown>, "part">,
  kind: K,
  role: string = kind,
): Promise<MethodParts[K]> {
  const module = await part<Pick<MethodParts, K>>(role);
  return module[kind];
}
