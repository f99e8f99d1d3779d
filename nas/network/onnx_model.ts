import proto, { type onnx } from "onnx-proto";
import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";
import { type FlatNetwork, nameWeights } from "./named_weights.ts";
import { network, type NetworkConfig } from "./network.ts";
import { onnxLayers, SLICE_CONSTANTS } from "../layers/onnx_layers.ts";
import { torchWeights } from "./torch_weights.ts";

/** Codes of `TensorProto.DataType`. */
const FLOAT = 1;
const INT64 = 7;

/**
 * A trained network in evaluation mode as an ONNX model (operator set 17): `images` [N, 3, size, size], normalised
 * float32, to `logits` [N, classes], for any N. Weights have the names and the layout of PyTorch. The auxiliary head
 * stays out; the operation `noise` draws new numbers in each run.
 *
 * @returns Bytes of an `.onnx` file.
 */
export function onnxModel(
  { config, layout, flat, metadata, images }: {
    readonly config: NetworkConfig;
    readonly layout: Layout;
    readonly flat: FlatNetwork;
    /** Metadata of the model, by key. */
    readonly metadata: Readonly<Record<string, string>>;
    /** Description of the input images for readers of the model. */
    readonly images: string;
  },
): Uint8Array {
  const layers = onnxLayers();
  const { logits } = network(layers, { name: "images", channels: 3 }, {
    ...config,
    auxiliary: false,
  });
  const nodes = [...layers.nodes, {
    opType: "Identity",
    name: "logits",
    input: [logits.name],
    output: ["logits"],
  }];
  const read = new Set(nodes.flatMap(({ input }) => input ?? []));
  const weights = torchWeights(nameWeights(layout, flat), layout);
  const batch = { dimParam: "N" };
  const side = { dimValue: config.size };
  const value = (
    name: string,
    dim: onnx.TensorShapeProto.IDimension[],
    docString: string,
  ): onnx.IValueInfoProto => ({
    name,
    docString,
    type: { tensorType: { elemType: FLOAT, shape: { dim } } },
  });
  return proto.onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 17 }],
    producerName: "sdarts",
    metadataProps: Object.entries(metadata).map(([key, value]) => ({
      key,
      value,
    })),
    graph: {
      name: "network",
      input: [value("images", [batch, { dimValue: 3 }, side, side], images)],
      output: [
        value(
          "logits",
          [batch, { dimValue: config.classes }],
          "before the softmax",
        ),
      ],
      node: nodes,
      initializer: [
        ...Object.entries(weights).map(weightOf),
        ...Object.entries(SLICE_CONSTANTS).map(([name, int64Data]) => ({
          name,
          dims: [int64Data.length],
          dataType: INT64,
          int64Data: [...int64Data],
        })),
      ].filter(({ name }) => read.has(name)),
    },
  }).finish();
}

function weightOf(
  [name, { shape, data }]: readonly [string, StoredTensor],
): onnx.ITensorProto & { readonly name: string } {
  return {
    name,
    dims: [...shape],
    dataType: FLOAT,
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}
