import { z } from "zod";
import { alphaLossTrouble } from "../../nas/alpha_losses/alpha_loss_trouble.ts";
import { ALPHA_LOSSES } from "../../nas/alpha_losses/built_in_alpha_losses.ts";
import { PERTURBATIONS } from "../../nas/perturbations/built_in.ts";
import { perturbationTrouble } from "../../nas/perturbations/perturbation_trouble.ts";
import { REGULARISERS } from "../../nas/regularisers/built_in_regularisers.ts";
import { regulariserTrouble } from "../../nas/regularisers/regulariser_trouble.ts";
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
import { moduleParam } from "./module_param.ts";

function named<T extends object>(modules: T): (keyof T & string)[] {
  return Object.keys(modules) as (keyof T & string)[];
}

/** Schema of a method: the name of a registered one, or its parts; what it leaves out is that of DARTS. */
export const methodParam = z.union([
  z.enum(METHOD_NAMES),
  z.strictObject({
    perturbation: moduleParam(named(PERTURBATIONS)).optional().describe(
      "perturbation of mixture weights before a weight step: a name, or the path of your own module",
    ),
    regulariser: moduleParam(named(REGULARISERS)).optional()
      .describe(
        "limit on the curvature: a name, or the path of your own module",
      ),
    relaxation: z.enum(MIXTURES).optional().describe(
      "how candidates are mixed",
    ),
    selection: z.enum(SELECTIONS).optional().describe(
      "how the architecture is chosen at the end",
    ),
    alphaLoss: moduleParam(named(ALPHA_LOSSES)).optional().describe(
      "loss that alpha steps descend: a name, or the path of your own module",
    ),
    sampling: moduleParam(named(SAMPLINGS)).optional().describe(
      "mixture weights of training steps from alphas: a name, or the path of your own module",
    ),
  }),
]);

/** The method that a parameter names or composes. */
export function methodOfParam(
  method: z.infer<typeof methodParam>,
): SearchMethod {
  if (typeof method === "string") return METHODS[method];
  const {
    perturbation,
    regulariser,
    relaxation,
    selection,
    alphaLoss,
    sampling,
  } = method;
  return composedMethod({
    ...(perturbation === undefined ? {} : { perturbation }),
    ...(regulariser === undefined ? {} : { regulariser }),
    ...(relaxation === undefined ? {} : { relaxation }),
    ...(selection === undefined ? {} : { selection }),
    ...(alphaLoss === undefined ? {} : { alphaLoss }),
    ...(sampling === undefined ? {} : { sampling }),
  });
}

/** Module of a perturbation: the URL of a built-in one, or the path that names a user's. */
export function perturbationModule(name: string): string {
  return moduleOf(PERTURBATIONS, name);
}

/** Module of a loss of alpha steps, as {@linkcode perturbationModule}. */
export function alphaLossModule(name: string): string {
  return moduleOf(ALPHA_LOSSES, name);
}

function moduleOf(
  modules: Readonly<Record<string, string>>,
  name: string,
): string {
  return Object.hasOwn(modules, name) ? modules[name]! : name;
}

/** Module of a regulariser, as {@linkcode perturbationModule}. */
export function regulariserModule(name: string): string {
  return moduleOf(REGULARISERS, name);
}

/** Module of a sampling, as {@linkcode perturbationModule}. */
export function samplingModule(name: string): string {
  return moduleOf(SAMPLINGS, name);
}

/** What users' modules of parts of a method have to export. */
const SHAPES: Readonly<Record<string, PartShape>> = {
  perturbation: {
    export: "perturbation",
    check: (value) => perturbationTrouble(value, named(PERTURBATIONS)),
  },
  regulariser: {
    export: "regulariser",
    check: (value) => regulariserTrouble(value, named(REGULARISERS)),
  },
  alphaLoss: {
    export: "alphaLoss",
    check: (value) => alphaLossTrouble(value, named(ALPHA_LOSSES)),
  },
  sampling: {
    export: "sampling",
    check: (value) => samplingTrouble(value, named(SAMPLINGS)),
  },
};

/** What a user's module of a part of a method has to export; undefined for a role that is no part. */
export function methodPartShape(role: string): PartShape | undefined {
  return SHAPES[role];
}
