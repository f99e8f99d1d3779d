import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import type { OpBinding } from "../tensorflow/op_binding.ts";
import type { Precision } from "./precision.ts";

type Execute = OpBinding["executeOp"];

/** Operations that are computed in 16 bits, with the positions of their factors. */
const PRODUCTS: Readonly<Record<string, readonly number[]>> = {
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  DepthwiseConv2dNative: [0, 1],
  DepthwiseConv2dNativeBackpropInput: [1, 2],
  DepthwiseConv2dNativeBackpropFilter: [0, 2],
  MatMul: [0, 1],
  BatchMatMulV2: [0, 1],
};

/** Products with an offset, by the product alone: the offset is added in float32. */
const WITH_OFFSET: Readonly<Record<string, string>> = {
  _FusedConv2D: "Conv2D",
  _FusedMatMul: "MatMul",
};

/**
 * Computes convolutions and matrix products, those of gradients among them, in bfloat16: their factors and results have
 * eight significant bits, and kernels add up in more. All else stays in float32, values between two products too, so
 * that memory does not shrink. The exponents are those of float32, so that no loss has to be scaled.
 */
export const bfloat16: Precision = (execute) => {
  const product: Execute = (name, attributes, inputs, outputs) => {
    const factors = PRODUCTS[name];
    if (factors === undefined) {
      return execute(name, attributes, inputs, outputs);
    }
    const halved = inputs.map((id, at) =>
      factors.includes(at)
        ? cast(execute, id, [DType.float32, DType.bfloat16])
        : id
    );
    const [result] = execute(
      name,
      attributes.map((one) =>
        one.name === "T" ? { ...one, value: DType.bfloat16 } : one
      ),
      halved,
      outputs,
    );
    const types = [DType.bfloat16, DType.float32] as const;
    return [{
      ...result!,
      id: cast(execute, result!.id, types),
      dtype: DType.float32,
    }];
  };
  return (name, attributes, inputs, outputs) => {
    const plain = WITH_OFFSET[name];
    if (plain === undefined) return product(name, attributes, inputs, outputs);
    const [y] = product(plain, attributes, inputs.slice(0, 2), outputs);
    const type = attributes.filter((one) => one.name === "T");
    return execute("BiasAdd", type, [y!.id, inputs[2]!], 1);
  };
};

function cast(
  execute: Execute,
  id: number,
  [from, to]: readonly [number, number],
): number {
  const type = (name: string, value: number): Attribute => ({
    name,
    type: AttributeType.type,
    value,
  });
  return execute("Cast", [type("SrcT", from), type("DstT", to)], [id], 1)[0]!
    .id;
}
