/** Modules of the built-in losses of alpha steps by name, of which none is loaded. */
export const ALPHA_LOSSES = {
  "cross-entropy": import.meta.resolve("./cross_entropy.ts"),
  "dirichlet-kl": import.meta.resolve("./dirichlet_kl.ts"),
  "zero-one": import.meta.resolve("./zero_one.ts"),
  "beta-decay": import.meta.resolve("./beta_decay.ts"),
  "zero-one-l1": import.meta.resolve("./zero_one_l1.ts"),
} as const;
