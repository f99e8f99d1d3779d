import * as tf from "@tensorflow/tfjs-core";
import type { Attributes, KernelBackend, Tensors } from "./kernel.ts";

const BACKEND = "tensorflow";

export interface ReplacedCall {
  readonly inputs: Tensors;
  readonly attributes: Attributes;
  readonly backend: KernelBackend;
  /** Runs the replaced kernel, by default on the same arguments. */
  stock(inputs?: Tensors, attributes?: Attributes): tf.Tensor;
}

const marker = () => {};

/**
 * Replaces a kernel of the tensorflow backend for some calls. The gradient stays that of the replaced kernel: both
 * compute the same but for the order of sums.
 *
 * @param kernel Returns undefined for calls that the replaced kernel should run.
 */
export function replaceKernel(
  name: string,
  kernel: (call: ReplacedCall) => tf.Tensor | undefined,
): void {
  const stock = tf.getKernel(name, BACKEND);
  // a second engine of the same process finds the kernel already replaced
  if (stock === undefined || stock.setupFunc === marker) return;
  tf.unregisterKernel(name, BACKEND);
  tf.registerKernel({
    ...stock,
    setupFunc: marker,
    kernelFunc: (options) => {
      const inputs = options.inputs as unknown as Tensors;
      const attributes = (options.attrs ?? {}) as unknown as Attributes;
      const run: ReplacedCall["stock"] = (
        given = inputs,
        attrs = attributes,
      ) =>
        stock.kernelFunc({
          ...options,
          inputs: given as unknown as tf.NamedTensorInfoMap,
          attrs: attrs as unknown as tf.NamedAttrMap,
        }) as tf.Tensor;
      return kernel({
        inputs,
        attributes,
        backend: options.backend as unknown as KernelBackend,
        stock: run,
      }) ?? run();
    },
  });
}
