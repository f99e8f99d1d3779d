import type { Attribute } from "../tensorflow/attributes.ts";
import { isRepeatable } from "./distinct_operations.ts";
import type { SegmentControl, TensorMeta } from "../tensorflow/op_binding.ts";

/** Values with fewer dimensions are held: they are small. */
const MAP_RANK = 3;

/** Marks a segment whose values are held. */
const HELD = -1;

/** The operation that made a value, for its repetition. */
interface Origin {
  readonly segment: number;
  readonly name: string;
  readonly attributes: Attribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly TensorMeta[];
}

/** Records an operation that starts after the values `after`. */
export type AddAfter = (
  name: string,
  attributes: Attribute[],
  inputs: number[],
  after: readonly number[],
) => TensorMeta[];

/** Segments as the recorder sees them. */
export interface Segments extends SegmentControl {
  /** The id that stands for a value where it is read now: its own, or that of its recomputation. */
  read(id: number): number;
  /** Notes a recorded operation. */
  note(
    name: string,
    attributes: Attribute[],
    inputs: readonly number[],
    outputs: readonly TensorMeta[],
  ): void;
}

/**
 * Follows the segments of a trace. A value that another segment reads is held. A value that is read outside of segments
 * is read by the backward pass: there it is recomputed from held values by the same operations, so the numbers are the
 * same to the bit. The repeated operations wait for the last one that the backward pass recorded before it needed the
 * segment: otherwise TensorFlow would run them in the forward pass and hold the memory that they should save.
 *
 * Source: gradient checkpointing, Chen et al. 2016 (arXiv:1604.06174), at the boundaries of cells.
 *
 * @param add Records an operation.
 */
export function traceSegments(add: AddAfter): Segments {
  const origins = new Map<number, Origin>();
  const repeats = new Map<number, number>();
  /** Values that the repetition of each segment waits for. */
  const starts = new Map<number, readonly number[]>();
  let segments = 0;
  let current = 0;
  /** A value of the last operation outside of segments. */
  let last: readonly number[] = [];

  function repeat(id: number, { segment, ...made }: Origin): number {
    const known = repeats.get(id);
    if (known !== undefined) return known;
    const start = starts.getOrInsert(segment, last);
    const inputs = made.inputs.map((input) => {
      const origin = origins.get(input);
      return origin?.segment === segment ? repeat(input, origin) : input;
    });
    const first = inputs.every((input, i) => input === made.inputs[i]);
    const outputs = add(
      made.name,
      made.attributes,
      inputs,
      first ? start : [],
    );
    made.outputs.forEach((output, i) => repeats.set(output.id, outputs[i]!.id));
    return repeats.get(id)!;
  }

  return {
    run(body, again = true) {
      if (current !== 0) return body();
      current = again ? ++segments : HELD;
      try {
        return body();
      } finally {
        current = 0;
      }
    },
    hold(ids) {
      for (const id of ids) origins.delete(id);
    },
    read(id) {
      const origin = origins.get(id);
      if (origin === undefined || origin.segment === current) return id;
      if (current === 0) return repeat(id, origin);
      origins.delete(id);
      return id;
    },
    note(name, attributes, inputs, outputs) {
      if (current === 0) {
        last = outputs.slice(0, 1).map(({ id }) => id);
        return;
      }
      if (current === HELD || !isRepeatable(name)) return;
      for (const { id, shape } of outputs) {
        if (shape.length < MAP_RANK) continue;
        origins.set(id, {
          segment: current,
          name,
          attributes,
          inputs,
          outputs,
        });
      }
    },
  };
}
