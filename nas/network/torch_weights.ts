import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";

/**
 * Turns named weights (`nameWeights`) into those of a PyTorch network of the DARTS family. Names are the same: they are
 * the reference's module paths, `cells.<k>._ops.<i>.op.1.weight`. Axes change places:
 *
 * | here | PyTorch |
 * |---|---|
 * | convolution, HWIO | OIHW |
 * | depthwise convolution, [k, k, C, 1] | [C, 1, k, k] |
 * | linear layer, [in, out] | [out, in] |
 * | vector | the same |
 *
 * @param named Tensors of a network of derived cells, by name.
 * @param layout Says which of them are of depthwise convolutions.
 * @returns Tensors for `load_state_dict`.
 */
export function torchWeights(
  named: Readonly<Record<string, StoredTensor>>,
  { parameters }: Pick<Layout, "parameters">,
): Record<string, StoredTensor> {
  const depthwise = new Set(
    parameters.flatMap((spec) => spec.depthwise ? [spec.name] : []),
  );
  return Object.fromEntries(
    Object.entries(named).map(([name, tensor]) => {
      const { shape } = tensor;
      if (shape.length === 2) return [name, transposed(tensor, [1, 0])];
      if (shape.length !== 4) return [name, tensor];
      const axes = depthwise.has(name) ? [2, 3, 0, 1] : [3, 2, 0, 1];
      return [name, transposed(tensor, axes)];
    }),
  );
}

function transposed(
  { dtype, shape, data }: StoredTensor,
  axes: readonly number[],
): StoredTensor {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, size) => product * size, 1)
  );
  const turned = axes.map((axis) => shape[axis]!);
  const moved = data.slice();
  for (let to = 0; to < data.length; to++) {
    let rest = to;
    let from = 0;
    for (let at = axes.length - 1; at >= 0; at--) {
      from += rest % turned[at]! * strides[axes[at]!]!;
      rest = Math.floor(rest / turned[at]!);
    }
    moved[to] = data[from]!;
  }
  return { dtype, shape: turned, data: moved };
}
