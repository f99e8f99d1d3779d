import { type Attribute, attributeSetter } from "../tensorflow/attributes.ts";
import { describeTensor } from "../tensorflow/dtype.ts";
import { cString, type Native } from "../tensorflow/native.ts";
import {
  type OpDefinition,
  parseOpDefinition,
} from "../tensorflow/op_definition.ts";
import type { TensorMeta } from "../tensorflow/op_binding.ts";
import type { GraphOperation } from "./split_graph.ts";

/** Operations with opaque outputs (reserve space) whose shape nobody reads. */
const OPAQUE_OUTPUTS = /^FusedBatchNorm/;

/** One output of an operation in the graph. */
export interface GraphOutput {
  /** Address of the TF_Operation. */
  readonly operation: bigint;
  /** Which of its outputs. */
  readonly index: number;
  /** Static shape. */
  readonly shape: number[];
  /** One of {@linkcode DType}. */
  readonly dtype: number;
}

/** A function registered with TensorFlow, callable by name in eager mode and in later traces. */
export interface GraphFunction {
  /** Address of the TF_Function. */
  readonly address: bigint;
  /** Shapes and types of its outputs. */
  readonly outputs: readonly TensorMeta[];
}

/** What few operations have. */
export interface MoreOfOperation {
  /** TF_Tensor of a constant. */
  readonly value?: bigint;
  /** Values that have to be there before it starts, although it does not read them. */
  readonly after?: readonly number[];
}

/** A TF_Graph under construction. Its outputs are known by ids, counted from a first one. */
export interface GraphBuilder {
  /** Address of the TF_Graph. */
  readonly graph: bigint;
  /** Operations added so far. */
  readonly operations: readonly GraphOperation[];
  /** True for an id of this graph. */
  owns(id: number): boolean;
  /** The output behind an id. */
  output(id: number): GraphOutput;
  /** Adds an operation on outputs of this graph. */
  add(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    more?: MoreOfOperation,
  ): TensorMeta[];
}

/** Makes an empty graph. Shapes come from TensorFlow's own inference. */
export function createGraphBuilder(
  native: Native,
  { functions, firstId }: {
    functions: ReadonlyMap<string, GraphFunction>;
    firstId: number;
  },
): GraphBuilder {
  const { c, status, check } = native;
  const graph = c.TF_NewGraph();
  const setAttribute = attributeSetter(native, "TF_");
  const nodes: GraphOutput[] = [];
  const definitions = new Map<string, OpDefinition>();
  const operations: GraphOperation[] = [];
  /** Also counts operations that TensorFlow refused: their names are taken. */
  let names = 0;

  const nodeOf = (id: number): GraphOutput => nodes[id - firstId]!;

  function definitionOf(name: string): OpDefinition {
    let definition = definitions.get(name);
    if (definition === undefined) {
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
      definitions.set(name, definition = parseOpDefinition(bytes));
    }
    return definition;
  }

  function add(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    { value, after = [] }: MoreOfOperation = {},
  ): TensorMeta[] {
    const definition = definitionOf(name);
    const description = c.TF_NewOperation(
      graph,
      cString(name),
      new TextEncoder().encode(`n${names++}\0`),
    );
    addInputs(description, listLengths(definition, attributes, inputs), inputs);
    for (const id of after) {
      c.TF_AddControlInput(description, nodeOf(id).operation);
    }
    for (const attribute of attributes) {
      if (
        attribute.name[0] === "_" || definition.attributes.has(attribute.name)
      ) {
        setAttribute(description, attribute);
      }
    }
    if (value !== undefined) {
      c.TF_SetAttrTensor(description, cString("value"), value, status);
      check(name);
    }
    const operation = c.TF_FinishOperation(description, status);
    check(() =>
      `trace ${name}(${
        inputs.map((id) => describeTensor(nodeOf(id))).join(", ")
      })`
    );
    const count = c.TF_OperationNumOutputs(operation);
    const results = Array.from(
      { length: count },
      (_, i) => outputOf(name, operation, i),
    );
    const outputs = results.map(({ id }) => id);
    operations.push({ operation, name, inputs, after, outputs });
    return results;
  }

  function addInputs(
    description: bigint,
    lengths: readonly (number | undefined)[],
    inputs: number[],
  ): void {
    let at = 0;
    for (const length of lengths) {
      if (length !== undefined) {
        const ids = inputs.slice(at, at += length);
        c.TF_AddInputList(
          description,
          encodeOutputs(ids.map(nodeOf)),
          ids.length,
        );
      } else {
        const node = nodeOf(inputs[at++]!);
        c.TF_AddInput(description, node.operation, node.index);
      }
    }
  }

  function outputOf(
    name: string,
    operation: bigint,
    index: number,
  ): TensorMeta {
    const declared = functions.get(name)?.outputs[index];
    const rank = declared?.shape.length ??
      c.TF_GraphGetTensorNumDims(graph, operation, index, status);
    check(name);
    const dims = new BigInt64Array(Math.max(rank, 1));
    if (declared === undefined && rank > 0) {
      c.TF_GraphGetTensorShape(graph, operation, index, dims, rank, status);
      check(name);
    }
    const shape = declared?.shape ??
      Array.from(dims.subarray(0, Math.max(rank, 0)), Number);
    const known = rank >= 0 && shape.every((d) => d >= 0);
    if (!known && !OPAQUE_OUTPUTS.test(name)) {
      throw new Error(
        `compile: expected static shapes but output ${index} of ${name} depends on values (${
          rank < 0 ? "unknown rank" : `[${shape}]`
        })`,
      );
    }
    const dtype = c.TF_OperationOutputType(operation, index);
    const id = nodes.push({ operation, index, shape, dtype }) - 1 + firstId;
    return { id, shape: known ? shape : [0], dtype };
  }

  return {
    graph,
    operations,
    owns: (id) => nodes[id - firstId] !== undefined,
    output: nodeOf,
    add,
  };
}

/**
 * Length of each list among the inputs of an operation, undefined for single ones: what the attributes say, and equal shares of
 * the rest for lists of which they say nothing.
 */
function listLengths(
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

/** Bytes of a `TF_Output[]`. */
export function encodeOutputs(
  outputs: readonly GraphOutput[],
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(16 * Math.max(1, outputs.length)));
  outputs.forEach(({ operation, index }, i) => {
    view.setBigUint64(16 * i, operation, true);
    view.setInt32(16 * i + 8, index, true);
  });
  return new Uint8Array(view.buffer);
}
