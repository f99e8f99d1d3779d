/** An operation of a graph, by the ids of its values. */
export interface GraphOperation {
  /** Address of the TF_Operation. */
  readonly operation: bigint;
  /** Kind, such as `Conv2D`. */
  readonly name: string;
  /** What it reads. */
  readonly inputs: readonly number[];
  /** What it only waits for. */
  readonly after: readonly number[];
  /** What it gives. */
  readonly outputs: readonly number[];
}

/** The two parts of a graph. */
export interface SplitGraph {
  /** What depends on fixed values alone and gives something to the other part. */
  readonly fixed: readonly GraphOperation[];
  /** The rest that results need. */
  readonly varying: readonly GraphOperation[];
  /** Values of the first part that the second one reads, in the order in which it does. */
  readonly crossing: readonly number[];
}

/**
 * Divides the operations of a graph into those that depend on fixed inputs alone and those that do not: partial evaluation, in
 * which each operation stays what it is, so that the numbers are the same to the bit. Constants belong to each part that
 * reads them.
 *
 * @param operations In the order in which they were recorded; those of inputs (`Placeholder`) belong to neither part.
 * @param varying Inputs that differ from call to call.
 * @param results Values that the second part computes in any case.
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
): SplitGraph {
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
  // a set grows while it is walked through: what is waited for belongs to the part that waits
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
