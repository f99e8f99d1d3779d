import type { EagerBinding } from "../tensorflow/binding.ts";
import type { GraphFunction } from "./graph_definitions.ts";
import { encodeOutputs } from "./graph_output.ts";
import { cString } from "../tensorflow/c_string.ts";
import type { TensorMeta } from "../tensorflow/op_binding.ts";
import type { Recorder } from "./recorder.ts";
import type { GraphOperation } from "./split_graph.ts";

/** Parts of a function. */
export interface FunctionOptions {
  readonly name: string;
  /** Ids of the arguments. */
  readonly inputs: readonly number[];
  /** Results: each once, and none of them an argument. */
  readonly outputs: readonly TensorMeta[];
  /** Operations; default: those of the whole graph. */
  readonly body?: readonly GraphOperation[] | undefined;
}

/** Registers a recorded graph, or a part of one, as a function of TensorFlow's eager context. */
export function defineFunction(
  { native, context }: EagerBinding,
  recorder: Recorder,
  { name, inputs, outputs, body }: FunctionOptions,
): GraphFunction {
  const { c, status, check } = native;
  const encoded = (ids: readonly number[]) =>
    encodeOutputs(ids.map((id) => recorder.output(id)));
  const operations = BigUint64Array.from(
    body?.map(({ operation }) => operation) ?? [0n],
  );
  const address = c.TF_GraphToFunction(
    recorder.graph,
    cString(name),
    0,
    body?.length ?? -1,
    new Uint8Array(operations.buffer),
    inputs.length,
    encoded(inputs),
    outputs.length,
    encoded(outputs.map(({ id }) => id)),
    0n,
    0n,
    cString(""),
    status,
  );
  check("compile");
  c.TFE_ContextAddFunction(context, address, status);
  check("compile");
  return { address, outputs };
}

/** Unregisters and frees a function. */
export function removeFunction(
  { native, context }: EagerBinding,
  name: string,
  { address }: GraphFunction,
): void {
  const { c, status, check } = native;
  c.TFE_ContextRemoveFunction(context, cString(name), status);
  check("dispose");
  c.TF_DeleteFunction(address);
}
