/** Modules of the built-in regularisers by name, of which none is loaded. */
export const REGULARISERS = {
  "none": import.meta.resolve("./none.ts"),
  "early-stop": import.meta.resolve("./early_stop.ts"),
  "adaptive": import.meta.resolve("./adaptive.ts"),
  "weight-decay": import.meta.resolve("./weight_decay.ts"),
  "drop-path": import.meta.resolve("./drop_path.ts"),
} as const;
