import {
  type Composition,
  DARTS_COMPOSITION,
} from "../../nas/search/composition.ts";
import type { Complaint, LoadedParts } from "../../pipeline/stage.ts";
import type { SearchParams } from "./params.ts";
import { drawsArchitectures, type SearchPlan } from "./search_plan.ts";

/** Parts of a method that act on alphas, or on mixture weights of more than one operation an edge. */
const TRAINED = [
  "perturbation",
  "mixture",
  "relaxation",
  "selection",
  "alphaLoss",
  "auxiliarySkip",
] as const satisfies readonly (keyof Composition)[];

/** Regularisers that act on the weights alone. */
const OF_WEIGHTS: readonly string[] = ["none", "weight-decay", "drop-path"];

/** Complains of what has no effect on a search that draws architectures, and of candidates in another search. */
export function drawnComplaints(
  { candidates, candidateBatches, unrolled, warmup, curvatureEvery }: Pick<
    SearchParams,
    | "candidates"
    | "candidateBatches"
    | "unrolled"
    | "warmup"
    | "curvatureEvery"
  >,
  { method, composition, space }: Pick<
    SearchPlan,
    "method" | "composition" | "space"
  >,
  loaded: LoadedParts | undefined,
): Complaint[] {
  const { sampling, regulariser } = composition;
  if (!drawsArchitectures(sampling, loaded)) {
    return Object.entries({ candidates, candidateBatches })
      .filter(([, value]) => value !== undefined)
      .map(([name]) => ({
        path: [name],
        message: `${method} takes no ${name}: it belongs to rsps`,
      }));
  }
  const refuse = (path: string[], found: unknown) => ({
    path,
    message: `Expected no ${
      path.at(-1)
    } for ${method}, which trains no alphas, but found ${found}`,
  });
  return [
    ...("auxiliarySkips" in space && space.auxiliarySkips
      ? [{
        path: ["space"],
        message:
          `Expected a space without auxiliary skips for ${method}, whose architectures leave edges out, but found ${space.name}`,
      }]
      : []),
    ...TRAINED.filter((part) => composition[part] !== DARTS_COMPOSITION[part])
      .map((part) => refuse(["method", part], composition[part])),
    ...OF_WEIGHTS.includes(regulariser)
      ? []
      : [refuse(["method", "regulariser"], regulariser)],
    ...Object.entries({ warmup, curvatureEvery, unrolled }).filter((
      [, value],
    ) => value !== undefined && value !== "none").map(([name, value]) =>
      refuse([name], value)
    ),
  ];
}
