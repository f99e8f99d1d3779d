import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import type { Genotype } from "../genotype/genotype.ts";
import type { Layers } from "../layers/layers.ts";
import { layoutOf } from "../layers/shape_layers.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { initialWeights } from "../training/initialise.ts";
import { derivedCell } from "./network.ts";

const CELL = [["skip_connect", 0], ["skip_connect", 1]] as const;
const PLAIN: Genotype = {
  normal: CELL,
  normal_concat: [2],
  reduce: CELL,
  reduce_concat: [2],
};
const SKIPS: Genotype = { ...PLAIN, auxiliary_skips: true };
const PLACE = { name: "cells.0", filters: 2, afterReduction: false };

const cellOf =
  (genotype: Genotype, reduction: boolean) => <T>(layers: Layers<T>, x: T): T =>
    derivedCell(layers, [x, x], {
      ...PLACE,
      genotype,
      reduction,
      operations: BUILT_IN_OPERATIONS,
    });

const layoutOfCell = (genotype: Genotype, reduction = false) =>
  layoutOf((layers, x) => {
    cellOf(genotype, reduction)(layers, x);
  }, { height: 4, width: 4, channels: 3 });

Deno.test("an auxiliary skip is added to the operation of each edge: a skip counts twice", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const layout = layoutOfCell(PLAIN);
      assertEquals(layoutOfCell(SKIPS).parameters, layout.parameters);
      const weights = tf.tensor1d(initialWeights(layout, 1));
      const x = tf.reshape(sample(2 * 4 * 4, 3), [2, 4, 4, 3]);
      const [plain, skips] = [PLAIN, SKIPS].map((genotype) =>
        cellOf(genotype, false)<tf.Tensor>(
          tensorLayers(layout, { weights }, "train"),
          x,
        )
      );
      assertEquals(skips!.dataSync(), tf.mul(plain!, 2).dataSync());
    });
  });
});

Deno.test("an auxiliary skip that halves the map has weights of its own, as many as skip_connect, and a path of its edge", () => {
  const named = (genotype: Genotype) =>
    layoutOfCell(genotype, true).parameters.map(({ name }) => name);
  const parts = ["conv_1.weight", "conv_2.weight", "bn.weight", "bn.bias"];
  assertEquals(
    named(SKIPS).filter((name) => !named(PLAIN).includes(name)),
    [0, 1].flatMap((edge) =>
      parts.map((part) => `cells.0._ops.${edge}.auxiliary_op.${part}`)
    ),
  );
  // also of skips at stride 1
  assertEquals(layoutOfCell(PLAIN).paths, []);
  assertEquals(
    layoutOfCell(SKIPS).paths,
    [0, 1].map((edge) => `cells.0._ops.${edge}`),
  );
});
