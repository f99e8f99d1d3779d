import { type Attribute, attributeSetter } from "../tensorflow/attributes.ts";
import { describeTensor } from "../tensorflow/dtype.ts";
import { cString } from "../tensorflow/c_string.ts";
import type { Native } from "../tensorflow/native.ts";
import type { TensorMeta } from "../tensorflow/op_binding.ts";
import type { OpDefinition } from "../tensorflow/op_definition.ts";
import {
  graphDefinitions,
  type GraphFunction,
  listLengths,
} from "./graph_definitions.ts";
import {
  encodeOutputs,
  type GraphOutput,
  inferOutput,
} from "./graph_output.ts";
import type { GraphOperation } from "./split_graph.ts";

/** Rare parts of an operation. */
export interface MoreOfOperation {
  /** TF_Tensor of a constant. */
  readonly value?: bigint;
  /** Values that the operation waits for without reading them. */
  readonly after?: readonly number[];
}

/** A TF_Graph under construction. Its outputs are known by ids, counted from a first one. */
export interface GraphBuilder {
  /** Device of the operations that are added, such as `/device:CPU:1`; undefined leaves it to TensorFlow. */
  readonly device: () => string | undefined;
  /** Sets the device of the operations that `body` adds. */
  readonly on: <T>(device: string | undefined, body: () => T) => T;
  /** Address of the TF_Graph. */
  readonly graph: bigint;
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

/** Makes an empty graph. */
export function createGraphBuilder(
  native: Native,
  { functions, firstId }: {
    functions: ReadonlyMap<string, GraphFunction>;
    firstId: number;
  },
): GraphBuilder {
  const { c, status, check } = native;
  const graph = c.TF_NewGraph();
  const definitionOf = graphDefinitions(native, graph, functions);
  const setAttribute = attributeSetter(native, "TF_");
  const nodes: GraphOutput[] = [];
  const operations: GraphOperation[] = [];
  /** Also counts operations that TensorFlow rejected: their names are taken. */
  let names = 0;
  const place = devicePlace();

  const nodeOf = (id: number): GraphOutput => nodes[id - firstId]!;
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
    const lengths = listLengths(definition, attributes, inputs);
    addInputs(native, description, lengths, inputs.map(nodeOf));
    for (const id of after) {
      c.TF_AddControlInput(description, nodeOf(id).operation);
    }
    const device = place.device();
    if (device !== undefined) c.TF_SetDevice(description, cString(device));
    knownAttributes(definition, attributes)
      .forEach((attribute) => setAttribute(description, attribute));
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
    const results = outputsOf(name, operation);
    const outputs = results.map(({ id }) => id);
    operations.push({ operation, name, inputs, after, outputs });
    return results;
  }

  function outputsOf(name: string, operation: bigint): TensorMeta[] {
    const declared = functions.get(name)?.outputs;
    const length = c.TF_OperationNumOutputs(operation);
    return Array.from({ length }, (_, index) => {
      const { output, known } = inferOutput(native, {
        graph,
        name,
        operation,
        index,
        declared: declared?.[index]?.shape,
      });
      const id = nodes.push(output) - 1 + firstId;
      return { id, shape: known ? output.shape : [0], dtype: output.dtype };
    });
  }

  return {
    graph,
    operations,
    ...place,
    owns: (id) => nodes[id - firstId] !== undefined,
    output: nodeOf,
    add,
  };
}

/** Attributes that TensorFlow knows: those of the operation, and those of every one, whose names begin with `_`. */
function knownAttributes(
  definition: OpDefinition,
  attributes: readonly Attribute[],
): Attribute[] {
  return attributes.filter(({ name }) =>
    name[0] === "_" || definition.attributes.has(name)
  );
}

/** The device of the operations that are added, and a way to change it for a while. */
function devicePlace(): Pick<GraphBuilder, "device" | "on"> {
  let device: string | undefined;
  return {
    device: () => device,
    on(other, body) {
      const before = device;
      device = other;
      try {
        return body();
      } finally {
        device = before;
      }
    },
  };
}

function addInputs(
  { c }: Native,
  description: bigint,
  lengths: readonly (number | undefined)[],
  nodes: readonly GraphOutput[],
): void {
  let at = 0;
  for (const length of lengths) {
    if (length === undefined) {
      const { operation, index } = nodes[at++]!;
      c.TF_AddInput(description, operation, index);
    } else {
      const list = nodes.slice(at, at += length);
      c.TF_AddInputList(description, encodeOutputs(list), list.length);
    }
  }
}
