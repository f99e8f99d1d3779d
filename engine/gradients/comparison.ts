import { registerGradient, zerosLike } from "./kernel.ts";

const BINARY = [
  "Equal",
  "NotEqual",
  "Less",
  "LessEqual",
  "Greater",
  "GreaterEqual",
  "LogicalAnd",
  "LogicalOr",
];

/** Registers zero gradients of comparisons, which the gradients of max, clip and others contain. */
export function registerComparisonGradients(): void {
  for (const kernel of BINARY) {
    registerGradient(kernel, ["a", "b"], (_, [a, b]) => ({
      a: zerosLike(a!),
      b: zerosLike(b!),
    }));
  }
  registerGradient("LogicalNot", ["x"], (_, [x]) => ({ x: zerosLike(x!) }));
}
