import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { assertEquals, assertThrows } from "@std/assert";
import proto from "onnx-proto";
import { initialWeights } from "../training/initialise.ts";
import { type NetworkConfig, networkLayout } from "./network.ts";
import { onnxLayers } from "../layers/onnx_layers.ts";
import { onnxModel } from "./onnx_model.ts";

const CONFIG: NetworkConfig = {
  genotype: {
    normal: [["skip_connect", 0], ["dil_conv_3x3", 1]],
    normal_concat: [2],
    reduce: [["skip_connect", 0], ["max_pool_3x3", 1]],
    reduce_concat: [2],
  },
  operations: BUILT_IN_OPERATIONS,
  stem: BUILT_IN_STEMS.cifar,
  channels: 2,
  cells: 3,
  classes: 5,
  size: 32,
  auxiliary: true,
};

Deno.test("onnxModel() holds the weights of evaluation mode, by the names and in the layout of PyTorch", () => {
  const layout = networkLayout(CONFIG);
  const statistics = new Float32Array(layout.statisticsCount).fill(1);
  const { graph, opsetImport, metadataProps } = proto.onnx.ModelProto.decode(
    onnxModel({
      config: CONFIG,
      layout,
      flat: {
        weights: initialWeights(layout, 1),
        mean: statistics,
        variance: statistics,
      },
      metadata: { classes: "five" },
      images: "as they are",
    }),
  );
  assertEquals(opsetImport.map(({ version }) => Number(version)), [17]);
  assertEquals(
    metadataProps.map(({ key, value }) => [key, value]),
    [["classes", "five"]],
  );
  const { node = [], initializer = [], input = [], output = [] } = graph!;
  const dims = Object.fromEntries(
    initializer!.map(({ name, dims }) => [name, dims!.map(Number)]),
  );
  assertEquals(dims["stem.0.weight"], [6, 3, 3, 3]);
  assertEquals(dims["cells.0._ops.1.op.1.weight"], [2, 1, 3, 3]);
  assertEquals(dims["classifier.weight"], [5, 8]);
  const auxiliary = Object.keys(dims)
    .filter((name) => name.startsWith("auxiliary_head"));
  assertEquals(auxiliary, []);
  // all that is read is an input, a weight or made before
  const known = new Set(["images", ...Object.keys(dims)]);
  for (const { input, output } of node!) {
    assertEquals(input!.filter((name) => !known.has(name)), []);
    output!.forEach((name) => known.add(name));
  }
  const shape = (values: typeof input) =>
    values!.map(({ type }) =>
      type!.tensorType!.shape!.dim!.map(({ dimParam, dimValue }) =>
        dimParam || Number(dimValue)
      )
    );
  assertEquals(shape(input), [["N", 3, 32, 32]]);
  assertEquals(shape(output), [["N", 5]]);
});

Deno.test("onnxLayers() refuses what only a supernet has, and zeros that change the size", () => {
  const layers = onnxLayers();
  const images = { name: "images", channels: 3 };
  const weight = { matrix: "normal", edge: 0, operation: 0 };
  assertThrows(
    () => layers.weigh(images, weight),
    Error,
    "Expected a network of derived cells but found a mixture weight",
  );
  assertThrows(
    () => layers.norm(images, { name: "bn", affine: false }),
    Error,
    "a normalisation without weights",
  );
  assertThrows(
    () => layers.zeros(images, 2),
    Error,
    "Cannot write zeros of another size",
  );
});
