import { z } from "zod";
import { PERTURBATIONS } from "../../nas/perturbations/built_in.ts";
import { perturbationTrouble } from "../../nas/perturbations/perturbation_trouble.ts";
import {
  MIXTURES,
  REGULARISERS,
  SELECTIONS,
} from "../../nas/search/composition.ts";
import {
  composedMethod,
  METHOD_NAMES,
  METHODS,
  type SearchMethod,
} from "../../nas/search/method.ts";
import type { PartShape } from "../../pipeline/stage.ts";

const NAMES = Object.keys(PERTURBATIONS) as (keyof typeof PERTURBATIONS)[];

/** Schema of a perturbation: the name of a built-in one, or the path of a user's module. */
export const perturbationParam = z.union([
  z.enum(NAMES),
  // Without abort, what is no path would be refused without a word on the names.
  z.string().regex(/^\.\.?\//, { abort: true }),
]);

/** Schema of a method: the name of a registered one, or its parts; what it leaves out is that of DARTS. */
export const methodParam = z.union([
  z.enum(METHOD_NAMES),
  z.strictObject({
    perturbation: perturbationParam.optional().describe(
      "perturbation of mixture weights before a weight step: a name, or the path of your own module",
    ),
    regulariser: z.enum(REGULARISERS).optional().describe(
      "limit on the curvature",
    ),
    relaxation: z.enum(MIXTURES).optional().describe(
      "how candidates are mixed",
    ),
    selection: z.enum(SELECTIONS).optional().describe(
      "how the architecture is chosen at the end",
    ),
  }),
]);

/** The method that a parameter names or composes. */
export function methodOfParam(
  method: z.infer<typeof methodParam>,
): SearchMethod {
  if (typeof method === "string") return METHODS[method];
  const { perturbation, regulariser, relaxation, selection } = method;
  return composedMethod({
    ...(perturbation === undefined ? {} : { perturbation }),
    ...(regulariser === undefined ? {} : { regulariser }),
    ...(relaxation === undefined ? {} : { relaxation }),
    ...(selection === undefined ? {} : { selection }),
  });
}

/** Module of a perturbation: the URL of a built-in one, or the path that names a user's. */
export function perturbationModule(name: string): string {
  return Object.hasOwn(PERTURBATIONS, name)
    ? PERTURBATIONS[name as keyof typeof PERTURBATIONS]
    : name;
}

/** What a user's module of a perturbation has to export. */
export const PERTURBATION_SHAPE: PartShape = {
  export: "perturbation",
  check: (value) => perturbationTrouble(value, NAMES),
};
