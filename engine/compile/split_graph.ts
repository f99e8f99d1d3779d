export interface GraphOperation {
  /** Address of the TF_Operation. */
  readonly operation: bigint;
  /** Kind, such as `Conv2D`. */
  readonly name: string;
  /** Ids of the values that it reads. */
  readonly inputs: readonly number[];
  /** Ids of the values that it waits for without reading them. */
  readonly after: readonly number[];
  /** Ids of the results. */
  readonly outputs: readonly number[];
}

/**
 * Divides the operations of a graph into those that depend only on fixed inputs and the others. This is partial
 * evaluation without change of an operation, so the numbers are the same to the bit. A constant belongs to each part
 * that reads it.
 *
 * @param operations In the order in which they were recorded; those of inputs (`Placeholder`) belong to neither part.
 * @param varying Inputs that differ from call to call.
 * @param results Values that the second part always computes.
 *
 * @example
 * ```ts
 * import { splitGraph } from "./split_graph.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const node = (name: string, inputs: number[], output: number) => ({
 *   operation: BigInt(output), name, inputs, after: [], outputs: [output],
 * });
 * // y = exp(w) * x, where w is fixed
 * const split = splitGraph([
 *   node("Placeholder", [], 0),
 *   node("Placeholder", [], 1),
 *   node("Exp", [0], 2),
 *   node("Mul", [2, 1], 3),
 * ], { varying: [1], results: [3] });
 * assertEquals(split.fixed.map(({ name }) => name), ["Exp"]);
 * assertEquals(split.crossing, [2]);
 * ```
 */
export function splitGraph(
  operations: readonly GraphOperation[],
  { varying, results }: {
    readonly varying: readonly number[];
    readonly results: readonly number[];
  },
): {
  /** Operations that depend only on fixed values and pass a value to the second part. */
  readonly fixed: readonly GraphOperation[];
  /** The other operations that results need. */
  readonly varying: readonly GraphOperation[];
  /** Ids of the first part's values that the second reads, in order of use. */
  readonly crossing: readonly number[];
} {
  const makers = new Map<number, GraphOperation>();
  const moving = new Set(varying);
  const wanted = new Set(results);
  const second = new Set<GraphOperation>();
  for (const made of operations) {
    for (const id of made.outputs) makers.set(id, made);
    const moves = [...made.inputs, ...made.after].some((id) => moving.has(id));
    if (moves) { for (const id of made.outputs) moving.add(id); }
    if (
      made.name !== "Placeholder" &&
      (moves || made.outputs.some((id) => wanted.has(id)))
    ) second.add(made);
  }
  const crossing = new Set<number>();
  // the set grows during the loop: an operation belongs to the part that waits for it
  for (const { inputs, after } of second) {
    for (const id of after) {
      const maker = makers.get(id)!;
      if (maker.name !== "Placeholder") second.add(maker);
    }
    for (const id of inputs) {
      if (makers.get(id)!.name === "Const") second.add(makers.get(id)!);
    }
  }
  for (const { inputs } of second) {
    for (const id of inputs) {
      const maker = makers.get(id)!;
      if (maker.name !== "Placeholder" && !second.has(maker)) crossing.add(id);
    }
  }
  const first = new Set<GraphOperation>();
  const pending = [...crossing];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const maker = makers.get(id)!;
    if (maker.name === "Placeholder" || first.has(maker)) continue;
    first.add(maker);
    pending.push(...maker.inputs, ...maker.after);
  }
  return {
    fixed: operations.filter((made) => first.has(made)),
    varying: operations.filter((made) => second.has(made)),
    crossing: [...crossing],
  };
}
