/** Modules of the built-in losses of alpha steps by name, of which none is loaded. */
export const ALPHA_LOSSES = {
  "cross-entropy": import.meta.resolve("./cross_entropy.ts"),
} as const;
