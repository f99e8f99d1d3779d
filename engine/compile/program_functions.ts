import type { Engine } from "../engine.ts";
import {
  defineFunction,
  type FunctionOptions,
  removeFunction,
} from "./graph_function.ts";
import type { TensorMeta } from "../tensorflow/op_binding.ts";
import type { Recorder } from "./recorder.ts";
import { splitGraph } from "./split_graph.ts";
import type { TraceState } from "./trace.ts";

export interface ProgramFunctions {
  /** Name of the function that gives the results. */
  readonly name: string;
  /**
   * Runs the program on ids of the inputs.
   *
   * @param data Identities of the fixed inputs
   */
  run(ids: readonly number[], data: readonly object[]): TensorMeta[];
  forget(): void;
  dispose(): void;
}

/** A recorded graph with its inputs and results. */
export interface ProgramParts {
  readonly recorder: Recorder;
  readonly inputs: readonly number[];
  /** Ids of the inputs that stay the same over many calls. */
  readonly fixed: readonly number[];
  readonly outputs: readonly TensorMeta[];
}

/** Makes a recorded graph one function, or two if a part depends only on fixed inputs. */
export function programFunctions(
  { binding, backend }: Engine,
  { functions, count }: TraceState,
  parts: ProgramParts,
): ProgramFunctions {
  const name = `program_${count}`;
  const before = `${name}_fixed`;
  const { fixedAt, crossing } = defineParts(parts, (second, options) => {
    const own = second ? name : before;
    const made = { name: own, ...options };
    functions.set(own, defineFunction(binding, parts.recorder, made));
  });
  /** In another trace a call is a part of that. */
  const attributes = () =>
    backend.binding === binding ? [...binding.callAttributes] : [];
  let held: { data: readonly object[]; ids: readonly number[] } | undefined;
  const forget = () => {
    for (const id of held?.ids ?? []) binding.deleteTensor(id);
    held = undefined;
  };
  /** Values of the first part: in another trace they belong to that trace. */
  const values = (ids: readonly number[], data: readonly object[]) => {
    const compute = () =>
      backend.binding.executeOp(
        before,
        attributes(),
        fixedAt.map((i) => ids[i]!),
        crossing,
      ).map(({ id }) => id);
    if (backend.binding !== binding) return compute();
    if (held === undefined || data.some((x, i) => x !== held!.data[i])) {
      forget();
      held = { data, ids: compute() };
    }
    return held.ids;
  };
  return {
    name,
    run: (ids, data) =>
      // through the backend's binding, so that a program also runs inside another trace
      backend.binding.executeOp(
        name,
        attributes(),
        crossing > 0 ? [...ids, ...values(ids, data)] : [...ids],
        parts.outputs.length,
      ),
    forget,
    dispose() {
      forget();
      for (const defined of [before, name]) {
        const made = functions.get(defined);
        if (made === undefined) continue;
        removeFunction(binding, defined, made);
        functions.delete(defined);
      }
    },
  };
}

/**
 * Defines the function of a graph, or those of its two parts.
 *
 * @returns Positions of the fixed inputs, and how many values the first part passes to the second; 0 for one function.
 */
function defineParts(
  { recorder, inputs, fixed, outputs }: ProgramParts,
  define: (second: boolean, options: Omit<FunctionOptions, "name">) => void,
): { fixedAt: number[]; crossing: number } {
  const known = new Set(fixed);
  const fixedAt = inputs.flatMap((id, i) => known.has(id) ? [i] : []);
  const split = fixed.length === 0 ? undefined : splitGraph(
    recorder.operations,
    {
      varying: inputs.filter((id) => !known.has(id)),
      results: outputs.map(({ id }) => id),
    },
  );
  if (split === undefined || split.crossing.length === 0) {
    define(true, { inputs, outputs });
    return { fixedAt, crossing: 0 };
  }
  define(false, {
    inputs: fixedAt.map((i) => inputs[i]!),
    outputs: split.crossing.map((id) => ({ id, ...recorder.output(id) })),
    body: split.fixed,
  });
  define(true, {
    inputs: [...inputs, ...split.crossing],
    outputs,
    body: split.varying,
  });
  return { fixedAt, crossing: split.crossing.length };
}
