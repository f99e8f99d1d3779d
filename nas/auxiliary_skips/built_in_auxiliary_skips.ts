/** Modules of the built-in auxiliary skips by name, of which none is loaded. */
export const AUXILIARY_SKIPS = {
  "none": import.meta.resolve("./none.ts"),
  "linear": import.meta.resolve("./linear.ts"),
  "cosine": import.meta.resolve("./cosine.ts"),
  "slow-cosine": import.meta.resolve("./slow_cosine.ts"),
  "constant": import.meta.resolve("./constant.ts"),
} as const;
