/** Names of the built-in operations that an edge may offer (docs/method.md section 2). */
export const PRIMITIVES = [
  "none",
  "noise",
  "max_pool_3x3",
  "avg_pool_3x3",
  "skip_connect",
  "sep_conv_3x3",
  "sep_conv_5x5",
  "sep_conv_7x7",
  "dil_conv_3x3",
  "dil_conv_5x5",
  "conv_7x1_1x7",
  "nor_conv_1x1",
  "nor_conv_3x3",
] as const;

/** Name of a built-in operation. */
export type Primitive = typeof PRIMITIVES[number];

/** Names of those that a derived cell can hold. */
export function derivablePrimitives(): string[] {
  return PRIMITIVES.filter((name) => name !== "none");
}
