// A cell of NAS-Bench-201 on drawn operations, beside that of GDAS.
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { compile } from "../../engine/compile/compile.ts";
import { searchGraphCell } from "../../nas/graph_cells/graph_cell.ts";
import { layoutOf } from "../../nas/layers/shape_layers.ts";
import { tensorLayers } from "../../nas/layers/tensor_layers.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import { valueAndGradients } from "../../nas/training/value_and_gradients.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import {
  referenceMap,
  type ReferenceTensors,
  weightsOf,
  worst,
} from "../support/tensors/reference.ts";
import { type EncodedTensor, readGolden } from "./golden.ts";

interface GoldenCell {
  index: number[];
  input: EncodedTensor;
  params: ReferenceTensors;
  output: EncodedTensor;
  grad_output: EncodedTensor;
  grad_input: EncodedTensor;
  grad_hard_weights: number[][];
  grad_params_l2: Record<string, number | null>;
}

Deno.test("a cell on drawn operations has the reference's output and gradients, eager and compiled", async () => {
  const engine = await testEngine();
  const { cell: golden } = readGolden<{ cell: GoldenCell }>("gdas");
  const space = graphSpace("nasbench201");
  const options = { space, operations: BUILT_IN_OPERATIONS, name: "cell" };
  const layout = layoutOf(
    (layers, x) => void searchGraphCell(layers, x, options),
    { height: 8, width: 8, channels: 4 },
  );
  const params = Object.fromEntries(
    Object.entries(golden.params).map(([name, t]) => [`cell.${name}`, t]),
  );
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const inputs = [
        tf.tensor1d(weightsOf(layout, params)),
        referenceMap(golden.input),
        tf.cast(tf.oneHot(golden.index, 5), "float32"),
        referenceMap(golden.grad_output),
      ];
      const run = (...tensors: tf.Tensor[]) => {
        const [weights, input, hard, upstream] = tensors;
        const { values, gradients } = valueAndGradients(
          ({ weights, input, hard }) => {
            const layers = tensorLayers(layout, {
              weights,
              mixtures: { edges: hard },
              undrawn: "node",
            }, "train");
            const output = searchGraphCell<tf.Tensor>(layers, input, options);
            // touches the weights, of which the drawn operations have none
            const unused = tf.mul(tf.sum(weights), 0);
            const sum = tf.sum(tf.mul(output, upstream!));
            return { loss: tf.add(sum, unused), output };
          },
          { weights: weights!, input: input!, hard: hard! },
        );
        return [
          values.output,
          gradients.weights,
          gradients.input,
          gradients.hard,
        ];
      };
      const program = compile(
        engine,
        run,
        inputs.map(({ shape }) => ({ shape })),
      );
      for (const found of [run(...inputs), program(...inputs)]) {
        const [output, weights, input, hard] = found.map((t) => t.dataSync());
        const map = (t: EncodedTensor) => referenceMap(t).dataSync();
        assertLess(worst(output!, map(golden.output)), 2e-6);
        assertLess(worst(input!, map(golden.grad_input)), 2e-6);
        assertLess(worst(hard!, golden.grad_hard_weights.flat()), 2e-5);
        for (const { name, offset, size } of layout.parameters) {
          const norm = Math.hypot(...weights!.slice(offset, offset + size));
          const expected = golden.grad_params_l2[name.replace("cell.", "")];
          if (expected === null) assertEquals(norm, 0, name);
          else assertLess(Math.abs(norm - expected!), 1e-5, name);
        }
      }
      program.dispose();
    });
  });
});
