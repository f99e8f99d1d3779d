import { z } from "zod";
import { alphaLossTrouble } from "../../nas/alpha_losses/alpha_loss_trouble.ts";
import { ALPHA_LOSSES } from "../../nas/alpha_losses/built_in_alpha_losses.ts";
import { auxiliarySkipTrouble } from "../../nas/auxiliary_skips/auxiliary_skip_trouble.ts";
import { AUXILIARY_SKIPS } from "../../nas/auxiliary_skips/built_in_auxiliary_skips.ts";
import { PERTURBATIONS } from "../../nas/perturbations/built_in.ts";
import { perturbationTrouble } from "../../nas/perturbations/perturbation_trouble.ts";
import { REGULARISERS } from "../../nas/regularisers/built_in_regularisers.ts";
import { regulariserTrouble } from "../../nas/regularisers/regulariser_trouble.ts";
import { RELAXATIONS } from "../../nas/relaxations/built_in_relaxations.ts";
import { relaxationTrouble } from "../../nas/relaxations/relaxation_trouble.ts";
import { SAMPLINGS } from "../../nas/samplings/built_in_samplings.ts";
import { samplingTrouble } from "../../nas/samplings/sampling_trouble.ts";
import { MIXTURES, SELECTIONS } from "../../nas/search/composition.ts";
import {
  composedMethod,
  METHOD_NAMES,
  METHODS,
  type SearchMethod,
} from "../../nas/search/method.ts";
import type { PartShape } from "../../pipeline/stage.ts";
import type { SearchFacts } from "./facts.ts";
import { moduleOf, moduleParam } from "./module_param.ts";

/** The parts of a method that are modules: the built-in ones by name, and what is wrong with a user's. */
const PARTS = {
  perturbation: [PERTURBATIONS, perturbationTrouble],
  regulariser: [REGULARISERS, regulariserTrouble],
  relaxation: [RELAXATIONS, relaxationTrouble],
  alphaLoss: [ALPHA_LOSSES, alphaLossTrouble],
  sampling: [SAMPLINGS, samplingTrouble],
  auxiliarySkip: [AUXILIARY_SKIPS, auxiliarySkipTrouble],
} as const;

/** A part of a method that is a module. */
type ModulePart = keyof typeof PARTS;

/** Schema of such a part. */
function partParam(part: ModulePart, description: string) {
  return moduleParam(Object.keys(PARTS[part][0])).optional().describe(
    `${description}: a name, or the path of your own module`,
  );
}

/** Schema of a method: the name of a registered one, or its parts; what it leaves out is that of DARTS. */
export const methodParam = z.union([
  z.enum(METHOD_NAMES),
  z.strictObject({
    perturbation: partParam(
      "perturbation",
      "perturbation of mixture weights before a weight step",
    ),
    regulariser: partParam(
      "regulariser",
      "what limits the curvature, or stops operations",
    ),
    mixture: z.enum(MIXTURES).optional().describe(
      "how candidates are mixed",
    ),
    relaxation: partParam("relaxation", "mixture weights from alphas"),
    selection: z.enum(SELECTIONS).optional().describe(
      "how the architecture is chosen at the end",
    ),
    alphaLoss: partParam("alphaLoss", "loss that alpha steps descend"),
    sampling: partParam(
      "sampling",
      "mixture weights of training steps, in the place of the relaxation",
    ),
    auxiliarySkip: partParam(
      "auxiliarySkip",
      "skip beside the candidates of every edge, which derived cells leave out",
    ),
  }),
]);

/** The method that a parameter names or composes. */
export function methodOfParam(
  method: z.infer<typeof methodParam>,
): SearchMethod {
  return typeof method === "string" ? METHODS[method] : composedMethod(method);
}

/** Modules of the parts of a method: the URL of a built-in one, or the path that names a user's. */
export function methodModules(
  method: SearchMethod,
): Readonly<Record<ModulePart, string>> {
  return {
    perturbation: moduleOf(PERTURBATIONS, method.perturbation),
    regulariser: moduleOf(REGULARISERS, method.regulariser),
    relaxation: moduleOf(RELAXATIONS, method.relaxation),
    alphaLoss: moduleOf(ALPHA_LOSSES, method.alphaLoss),
    sampling: moduleOf(SAMPLINGS, method.sampling),
    auxiliarySkip: moduleOf(AUXILIARY_SKIPS, method.auxiliarySkip),
  };
}

/** What a user's module of a part of a method has to export; undefined for a role that is no part. */
export function methodPartShape(role: string): PartShape | undefined {
  if (!Object.hasOwn(PARTS, role)) return undefined;
  const [modules, trouble] = PARTS[role as ModulePart];
  const names = Object.keys(modules);
  return { export: role, check: (value) => trouble(value, names) };
}

/** Modules of all built-in relaxations, for a stage whose input tells which one it needs. */
export function allRelaxationParts(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(RELAXATIONS).map(([name, url]) => [
      `relaxation/${name}`,
      url,
    ]),
  );
}

/** Module of the relaxation of a search: role `relaxation/<name>` for a built-in one, else `relaxation`. */
export function relaxationParts(
  { composition, relaxation }: Pick<SearchFacts, "composition" | "relaxation">,
): Readonly<Record<string, string>> {
  if (relaxation !== undefined) return { relaxation };
  const { relaxation: name } = composition;
  return Object.hasOwn(RELAXATIONS, name)
    ? { [`relaxation/${name}`]: RELAXATIONS[name as keyof typeof RELAXATIONS] }
    : allRelaxationParts();
}
