import type { Alphas } from "./alphas.ts";
import type { ChoiceAlphas } from "./choice_alphas.ts";
import type { GraphAlphas } from "./graph_alphas.ts";

/** Alphas of a space of any kind. */
export type AnyAlphas = Alphas | ChoiceAlphas | GraphAlphas;
