import {
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
  zerosLike,
} from "./kernel.ts";

/**
 * Registers ReLU's gradient by TensorFlow's fused kernel: ten times faster than tfjs's product with a step function.
 */
export function registerReluGradient(): void {
  registerKernel(
    "ReluGrad",
    ({ dy, x }, _, backend) =>
      backend.executeSingleOutput("ReluGrad", [FLOAT], [dy!, x!]),
  );
  registerGradient("Relu", ["x"], (dy, [x]) => ({
    x: () => runKernel("ReluGrad", { dy, x: x! }),
  }));
  registerGradient("ReluGrad", ["x"], (u, [x]) => ({
    dy: () => runKernel("ReluGrad", { dy: u, x: x! }),
    x: zerosLike(x!),
  }));
}
