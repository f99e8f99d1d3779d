import * as tf from "@tensorflow/tfjs-core";
import type { Attributes, KernelBackend, Tensors } from "./kernel.ts";

const BACKEND = "tensorflow";

/** What a replacement gets: the kernel's own arguments, and the kernel that it replaces. */
export interface ReplacedCall {
  /** Its inputs. */
  readonly inputs: Tensors;
  /** Its attributes. */
  readonly attributes: Attributes;
  /** The backend. */
  readonly backend: KernelBackend;
  /** Runs the kernel that was there before, on the same or on other arguments. */
  stock(inputs?: Tensors, attributes?: Attributes): tf.Tensor;
}

const marker = () => {};

/**
 * Puts another kernel in the place of one of the tensorflow backend, for the calls that it takes. The gradient stays that
 * of the replaced kernel: both compute the same but for the order of sums.
 *
 * @param kernel Its result, or undefined where the stock kernel is to run.
 */
export function replaceKernel(
  name: string,
  kernel: (call: ReplacedCall) => tf.Tensor | undefined,
): void {
  const stock = tf.getKernel(name, BACKEND);
  // a second engine of the same process finds it replaced already
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
