/** Modules of the built-in samplings by name, of which none is loaded. */
export const SAMPLINGS = {
  "softmax": import.meta.resolve("./softmax.ts"),
} as const;
