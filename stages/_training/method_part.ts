import type { AlphaLoss } from "../../nas/alpha_losses/alpha_loss.ts";
import type { AuxiliarySkip } from "../../nas/auxiliary_skips/auxiliary_skip.ts";
import type { Perturbation } from "../../nas/perturbations/perturbation.ts";
import type { Regulariser } from "../../nas/regularisers/regulariser.ts";
import type { Relaxation } from "../../nas/relaxations/relaxation.ts";
import type { Sampling } from "../../nas/samplings/sampling.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/** The parts of a method that are modules, by the name of their export. */
export interface MethodParts {
  readonly perturbation: Perturbation;
  readonly regulariser: Regulariser;
  readonly relaxation: Relaxation;
  readonly alphaLoss: AlphaLoss;
  readonly sampling: Sampling;
  readonly auxiliarySkip: AuxiliarySkip;
}

/** A part of the method that a stage's parameters choose; its role in the declaration has the same name. */
export async function methodPart<K extends keyof MethodParts>(
  { part }: Pick<StageContext<unknown>, "part">,
  kind: K,
): Promise<MethodParts[K]> {
  const module = await part<Pick<MethodParts, K>>(kind);
  return module[kind];
}
