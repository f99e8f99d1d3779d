/** Modules of the built-in selections by name, of which none is loaded. */
export const DERIVED_SELECTIONS = {
  "strength": import.meta.resolve("./strength.ts"),
  "threshold": import.meta.resolve("./threshold.ts"),
  "threshold-edges": import.meta.resolve("./threshold_edges.ts"),
} as const;
