/** Modules of the built-in relaxations by name, of which none is loaded. */
export const RELAXATIONS = {
  "softmax": import.meta.resolve("./softmax.ts"),
  "sigmoid": import.meta.resolve("./sigmoid.ts"),
} as const;

/** Built-in relaxations whose rows do not lie on the simplex, which no perturbation of SDARTS can move. */
export const OFF_SIMPLEX: readonly string[] = ["sigmoid"];
