/** Modules of the built-in perturbations by name, of which none is loaded. */
export const PERTURBATIONS = {
  none: import.meta.resolve("./none.ts"),
  random: import.meta.resolve("./random.ts"),
  adversarial: import.meta.resolve("./adversarial.ts"),
} as const;
