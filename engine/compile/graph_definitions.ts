import type { Attribute } from "../tensorflow/attributes.ts";
import { cString } from "../tensorflow/c_string.ts";
import type { Native } from "../tensorflow/native.ts";
import {
  type OpDefinition,
  parseOpDefinition,
} from "../tensorflow/op_definition.ts";
import type { TensorMeta } from "../tensorflow/op_binding.ts";

/** A function registered with TensorFlow, callable by name in eager mode and in later traces. */
export interface GraphFunction {
  /** Address of the TF_Function. */
  readonly address: bigint;
  /** Shapes and types of the results. */
  readonly outputs: readonly TensorMeta[];
}

/** Looks definitions up by name, each once; a function is copied into the graph on first use. */
export function graphDefinitions(
  { c, status, check }: Native,
  graph: bigint,
  functions: ReadonlyMap<string, GraphFunction>,
): (name: string) => OpDefinition {
  const known = new Map<string, OpDefinition>();
  const look = (name: string): OpDefinition => {
    const fn = functions.get(name);
    if (fn !== undefined) {
      c.TF_GraphCopyFunction(graph, fn.address, 0n, status);
      check(name);
    }
    const buffer = c.TF_NewBuffer();
    c.TF_GraphGetOpDef(graph, cString(name), buffer, status);
    check(name);
    const header = new BigUint64Array(2); // TF_Buffer { const void* data; size_t length; ... }
    c.copyOut(new Uint8Array(header.buffer), buffer, 16n);
    const bytes = new Uint8Array(Number(header[1]));
    if (bytes.length > 0) c.copyOut(bytes, header[0]!, header[1]!);
    c.TF_DeleteBuffer(buffer);
    return parseOpDefinition(bytes);
  };
  return (name) => known.getOrInsertComputed(name, look);
}

/**
 * Length of each list among the inputs of an operation, undefined for single ones: that of the attributes, and equal
 * shares of the rest for lists of which they say nothing.
 */
export function listLengths(
  { listInputs }: OpDefinition,
  attributes: readonly Attribute[],
  inputs: readonly number[],
): (number | undefined)[] {
  const said = listInputs.map((name) => {
    const value = attributes.find((one) => one.name === name)?.value;
    return Array.isArray(value) ? value.length : value as number | undefined;
  });
  const open =
    listInputs.filter((name, i) => name !== undefined && said[i] === undefined)
      .length;
  const singles = listInputs.filter((name) => name === undefined).length;
  const known = said.reduce<number>((sum, length) => sum + (length ?? 0), 0);
  const share = open > 0 ? (inputs.length - singles - known) / open : 0;
  return listInputs.map((name, i) =>
    name === undefined ? undefined : said[i] ?? share
  );
}
