import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertGreater } from "@std/assert";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import {
  tinyBatch,
  tinyRetrain,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { eagerNetwork } from "../../test/support/tensors/perturbations.ts";
import { attackPart } from "../perturbations/attack_step.ts";
import { batchTensors } from "../training/batch.ts";
import { choiceSpace } from "../space/choice_space.ts";
import { computeCell } from "./compute_cell.ts";
import { hessianParts } from "../curvature/hessian_programs.ts";
import type { Layers } from "../layers/layers.ts";
import { retrainParts } from "../retrain/retrain_programs.ts";
import { searchParts } from "../search/search_programs.ts";
import { compileProgram, type ProgramPart } from "../training/programs.ts";
import { mapLeaves, tensorsOf } from "../training/tensor_tree.ts";
import { type SupernetConfig, supernetLayout } from "./supernet.ts";

const BATCH = 4;

/** Inputs of a program: images, labels, and numbers of the shapes that it wants. */
function inputsOf<I>(
  { inputs }: ProgramPart<I, object>,
  size: number,
): I {
  const { x, y } = batchTensors(tinyBatch(BATCH, "cells", size), size);
  return mapLeaves(
    inputs,
    (node) => Array.isArray((node as TensorSpec).shape),
    (leaf) => {
      const { shape, dtype } = leaf as TensorSpec;
      if (dtype === "int32") {
        return shape[0] === BATCH ? y : tf.tensor1d([1, 2], "int32");
      }
      if (shape.length === 4) return x;
      // positive, as variances and rates have to be
      return tf.add(tf.mul(sample(...shape), 0.2), 0.3);
    },
  ) as I;
}

/** Asserts that programs give the same bits whether maps are held or not, and returns how many operations they have. */
async function assertSame<I>(
  held: ProgramPart<I, object>,
  again: ProgramPart<I, object>,
  size: number,
): Promise<[number, number]> {
  const engine = await testEngine();
  let counts: [number, number] = [0, 0];
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const inputs = inputsOf(held, size);
      const [a, b] = [held, again].map((part) => {
        const program = compileProgram(engine, { ...part, fixed: undefined });
        const values = tensorsOf(program(inputs)).map((t) => t.dataSync());
        program.dispose();
        return { values, operations: program.operations };
      });
      assertEquals(b!.values, a!.values);
      counts = [a!.operations, b!.operations];
    });
  });
  return counts;
}

const EDGES = tinySupernet(
  tinySpace("noise", "skip_connect", "sep_conv_3x3", "max_pool_3x3"),
);
const CONFIGS: readonly (readonly [string, SupernetConfig])[] = [
  ["edges", EDGES],
  ["choice blocks", {
    space: choiceSpace("nasbench1shot1-1"),
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 2,
    cells: 3,
    classes: 3,
    size: 8,
  }],
];

for (const [name, config] of CONFIGS) {
  Deno.test(`steps of a supernet of ${name} give the same bits when maps are computed again`, async () => {
    const { optimisers } = tinySearch("darts");
    const layout = supernetLayout(config);
    const partsOf = (config: SupernetConfig) => ({
      ...searchParts(config, layout, { batch: BATCH, optimisers }),
      attack: attackPart(eagerNetwork(config, layout, BATCH)),
      ...hessianParts(config, layout, { batch: BATCH }),
    });
    const held = partsOf(config);
    const again = partsOf({ ...config, recompute: true });
    const names = [
      "weight",
      "alpha",
      "attack",
      "validationGradients",
      "product",
    ] as const;
    for (const name of names) {
      const [few, many] = await assertSame<never>(
        held[name],
        again[name],
        config.size,
      );
      assertGreater(many, few, name);
    }
    // nothing to differentiate, nothing to repeat
    const [few, many] = await assertSame(
      held.evaluate,
      again.evaluate,
      config.size,
    );
    assertEquals(many, few);
  });
}

Deno.test("the step of a derived network gives the same bits when maps are computed again", async () => {
  const { config, layout, sgd, auxiliaryWeight } = tinyRetrain();
  const [held, again] = [false, true].map((recompute) =>
    retrainParts({ ...config, recompute }, layout, {
      batch: BATCH,
      sgd,
      auxiliaryWeight,
      labelSmoothing: 0,
    }).weight
  );
  const [few, many] = await assertSame(held!, again!, config.size);
  assertGreater(many, few);
});

Deno.test("computeCell() holds the last cell, and every cell by default", () => {
  const said: boolean[] = [];
  const layers = {
    recompute: (part: () => string, again: boolean) => {
      said.push(again);
      return part();
    },
  } as Layers<string>;
  const compute = (cell: number, recompute?: boolean) =>
    computeCell(layers, () => `cell ${cell}`, { cell, cells: 3, recompute });
  assertEquals([0, 1, 2].map((cell) => compute(cell, true)), [
    "cell 0",
    "cell 1",
    "cell 2",
  ]);
  assertEquals(said, [true, true, false]);
  compute(0);
  assertEquals(said.length, 3);
});
