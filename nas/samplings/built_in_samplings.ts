/** Modules of the built-in samplings by name, of which none is loaded. */
export const SAMPLINGS = {
  "none": import.meta.resolve("./none.ts"),
  "dirichlet": import.meta.resolve("./dirichlet.ts"),
  "uniform": import.meta.resolve("./uniform.ts"),
  "gumbel": import.meta.resolve("./gumbel.ts"),
} as const;

/** Names of built-in samplings that draw whole architectures, so that no alphas are trained. */
export const DRAWN_SAMPLINGS: readonly string[] = ["uniform"];

/** Names of built-in samplings whose rows of weights are one-hot, so that steps compute drawn candidates alone. */
export const ONE_PATH: readonly string[] = ["gumbel"];
