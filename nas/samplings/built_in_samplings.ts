/** Modules of the built-in samplings by name, of which none is loaded. */
export const SAMPLINGS = {
  "none": import.meta.resolve("./none.ts"),
  "dirichlet": import.meta.resolve("./dirichlet.ts"),
  "uniform": import.meta.resolve("./uniform.ts"),
  "gumbel": import.meta.resolve("./gumbel.ts"),
} as const;

/** Names of those that draw whole architectures, so that no alphas are trained. */
export const DRAWN_SAMPLINGS: readonly string[] = ["uniform"];

/** Names of those whose rows are one-hot, where drawn candidates alone are computed. */
export const ONE_PATH: readonly string[] = ["gumbel"];
