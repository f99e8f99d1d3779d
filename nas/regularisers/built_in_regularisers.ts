/** Modules of the built-in regularisers by name, of which none is loaded. */
export const REGULARISERS = {
  "none": import.meta.resolve("./none.ts"),
  "early-stop": import.meta.resolve("./early_stop.ts"),
  "adaptive": import.meta.resolve("./adaptive.ts"),
  "weight-decay": import.meta.resolve("./weight_decay.ts"),
  "drop-path": import.meta.resolve("./drop_path.ts"),
  "operation-stop": import.meta.resolve("./operation_stop.ts"),
  "operation-stop-as-run": import.meta.resolve("./operation_stop_as_run.ts"),
} as const;

/** Names of built-in regularisers that stop the training of single operations. */
export const STOPPING_REGULARISERS: readonly string[] = [
  "operation-stop",
  "operation-stop-as-run",
];
