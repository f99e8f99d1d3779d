import type { Attribute } from "../tensorflow/attributes.ts";
import type { TensorMeta } from "../tensorflow/op_binding.ts";
import { isDistinct } from "./distinct_operations.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import { type Segments, traceSegments } from "./segments.ts";

/** Operations of a trace. */
export interface RecordedOperations {
  readonly segments: Segments;
  execute(
    name: string,
    attributes: Attribute[],
    inputs: number[],
  ): TensorMeta[];
}

/**
 * Records equal operations of a device once, and sums of many terms as chains of additions.
 *
 * @param symbolic Id in the trace of an input.
 */
export function recordOperations(
  { add, device }: GraphBuilder,
  symbolic: (id: number) => number,
): RecordedOperations {
  const recorded = new Map<string, TensorMeta[]>();
  // a repetition without own dependencies is what the backward pass may ask for as well
  const segments = traceSegments((name, attributes, inputs, after) =>
    after.length > 0
      ? add(name, attributes, inputs, { after })
      : once(name, attributes, inputs)
  );

  function once(
    name: string,
    attributes: Attribute[],
    inputs: number[],
  ): TensorMeta[] {
    const key = isDistinct(name)
      ? undefined
      : `${device()}|${name}|${inputs}|${JSON.stringify(attributes)}`;
    const equal = key === undefined ? undefined : recorded.get(key);
    if (equal !== undefined) return equal;
    const result = add(name, attributes, inputs);
    if (key !== undefined) recorded.set(key, result);
    segments.note(name, attributes, inputs, result);
    return result;
  }

  /**
   * AddN of three and more terms as a chain of additions in the order of the terms. TensorFlow's own kernel reorders
   * its terms by which buffer happens to be free, so that its last bits differ from run to run.
   */
  function sum(
    attributes: Attribute[],
    [head, ...tail]: number[],
  ): TensorMeta[] {
    const type = attributes.filter(({ name }) => name === "T");
    let total = head!;
    let result: TensorMeta[] | undefined;
    for (const term of tail) {
      result = once("AddV2", type, [total, term]);
      total = result[0]!.id;
    }
    return result ?? once("Identity", type, [total]);
  }

  return {
    segments,
    execute(name, attributes, inputs) {
      const ids = inputs.map((id) => segments.read(symbolic(id)));
      return name === "AddN"
        ? sum(attributes, ids)
        : once(name, attributes, ids);
    },
  };
}
