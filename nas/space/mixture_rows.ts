import type { MixtureRows } from "./alphas.ts";
import type { AnyAlphas } from "./any_alphas.ts";
import { softmaxRow } from "./simplex.ts";

/** Mixture weights of a matrix of alphas: those that are with them, else the soft-max of its rows. */
export function mixtureRows(
  alphas: AnyAlphas,
  name: string,
): MixtureRows[string] {
  return alphas.mixtures?.[name] ?? rowsOf(alphas, name).map(softmaxRow);
}

/**
 * Numbers whose order within a row is that of its mixture weights: these, or raw alphas, of which the soft-max keeps the
 * order exactly.
 */
export function rankedRows(
  alphas: AnyAlphas,
  name: string,
): MixtureRows[string] {
  return alphas.mixtures?.[name] ?? rowsOf(alphas, name);
}

function rowsOf(
  alphas: AnyAlphas,
  name: string,
): MixtureRows[string] {
  return (alphas as unknown as MixtureRows)[name]!;
}
