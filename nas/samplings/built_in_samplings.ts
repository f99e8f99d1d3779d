/** Modules of the built-in samplings by name, of which none is loaded. */
export const SAMPLINGS = {
  "none": import.meta.resolve("./none.ts"),
  "dirichlet": import.meta.resolve("./dirichlet.ts"),
} as const;
