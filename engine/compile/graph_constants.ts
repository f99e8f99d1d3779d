import type { EagerBinding } from "../tensorflow/binding.ts";
import { AttributeType, describeTensor, DType } from "../tensorflow/dtype.ts";
import type { Values } from "../tensorflow/op_binding.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import type { RecordedOperations } from "./record_operations.ts";

/** Most elements of a constant in a graph; longer ones are data and belong into an argument. */
const MAX_CONSTANT = 4096;

/** Most elements of a constant that is compared with the others. */
const MAX_COMPARED = 256;

export interface GraphConstants {
  /** Id of a constant; equal short ones of a device are one. */
  add(shape: number[], dtype: number, values: Values): number;
  /** Values of a constant; undefined for other ids. */
  valuesOf(id: number): Values | undefined;
}

/**
 * Makes the constants of a graph.
 *
 * @param execute Records `Fill` for long constants of one value.
 */
export function graphConstants(
  eager: EagerBinding,
  { add, device }: GraphBuilder,
  execute: RecordedOperations["execute"],
): GraphConstants {
  const { c, status, check } = eager.native;
  const known = new Map<number, Values>();
  const ids = new Map<string, number>();

  function fill(shape: number[], dtype: number, value: Values): number {
    return execute("Fill", [
      { name: "T", type: AttributeType.type, value: dtype },
      { name: "index_type", type: AttributeType.type, value: DType.int32 },
    ], [
      constant([shape.length], DType.int32, Int32Array.from(shape)),
      constant([], dtype, value),
    ])[0]!.id;
  }

  function bake(shape: number[], dtype: number, values: Values): number {
    const temporary = eager.createTensor(shape, dtype, values);
    const value = c.TFE_TensorHandleResolve(eager.handleOf(temporary), status);
    check("constant");
    const type = { name: "dtype", type: AttributeType.type, value: dtype };
    const id = add("Const", [type], [], { value })[0]!.id;
    c.TF_DeleteTensor(value);
    eager.deleteTensor(temporary);
    known.set(id, values);
    return id;
  }

  function constant(shape: number[], dtype: number, values: Values): number {
    const size = shape.reduce((a, b) => a * b, 1);
    const numbers = values as Float32Array;
    if (size <= MAX_COMPARED) {
      const text = Array.from(numbers, (x) => Object.is(x, -0) ? "-0" : `${x}`);
      const key = `${device()}|${dtype}|${shape}|${text}`;
      return ids.getOrInsertComputed(key, () => bake(shape, dtype, values));
    }
    if (numbers.every((x) => Object.is(x, numbers[0]))) {
      return fill(shape, dtype, numbers.slice(0, 1));
    }
    if (size > MAX_CONSTANT) {
      throw new Error(
        `compile: expected data as arguments but found a constant ${
          describeTensor({ dtype, shape })
        } made inside the traced function; pass it in`,
      );
    }
    return bake(shape, dtype, values);
  }

  return { add: constant, valuesOf: (id) => known.get(id) };
}
