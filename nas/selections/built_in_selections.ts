/** Modules of the built-in selections by name, of which none is loaded. */
export const DERIVED_SELECTIONS = {
  "strength": import.meta.resolve("./strength.ts"),
} as const;
