import type { OpBinding } from "../tensorflow/op_binding.ts";

/** Runs (or records) operations of another precision in place of some. */
export type Precision = (
  execute: OpBinding["executeOp"],
) => OpBinding["executeOp"];
