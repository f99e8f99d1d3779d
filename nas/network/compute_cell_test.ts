import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertGreater } from "@std/assert";
import { compile } from "../../engine/compile/compile.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import {
  tinyBatch,
  tinyRetrain,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { batchTensors } from "../training/batch.ts";
import { choiceSpace } from "../space/choice_space.ts";
import { computeCell } from "./compute_cell.ts";
import { hessianSteps } from "../curvature/hessian_programs.ts";
import type { Layers } from "../layers/layers.ts";
import { retrainSteps } from "../retrain/retrain_programs.ts";
import { searchSteps } from "../search/search_programs.ts";
import type { Step } from "../training/programs.ts";
import { type SupernetConfig, supernetLayout } from "./supernet.ts";

const BATCH = 4;

/** Arguments of a step: images, labels, and numbers of the shapes that it wants. */
function argsOf({ specs }: Step, size: number): tf.Tensor[] {
  const { x, y } = batchTensors(tinyBatch(BATCH, "cells", size), size);
  return specs.map(({ shape, dtype }) => {
    if (dtype === "int32") {
      return shape[0] === BATCH ? y : tf.tensor1d([1, 2], "int32");
    }
    if (shape.length === 4) return x;
    // positive, as variances and rates have to be
    return tf.add(tf.mul(sample(...shape), 0.2), 0.3);
  });
}

/** Asserts that steps give the same bits whether maps are held or not, and returns how many operations they have. */
async function assertSame(
  held: Step,
  again: Step,
  size: number,
): Promise<[number, number]> {
  const engine = await testEngine();
  let counts: [number, number] = [0, 0];
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const args = argsOf(held, size);
      const [a, b] = [held, again].map(({ fn, specs }) => {
        const program = compile(engine, fn, specs);
        const values = program(...args).map((result) => result.dataSync());
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
    const stepsOf = (config: SupernetConfig) => ({
      ...searchSteps(config, layout, { batch: BATCH, optimisers }),
      ...hessianSteps(config, layout, { batch: BATCH }),
    });
    const held = stepsOf(config);
    const again = stepsOf({ ...config, recompute: true });
    for (
      const step of ["weight", "alpha", "attack", "outlook", "product"] as const
    ) {
      const [few, many] = await assertSame(
        held[step],
        again[step],
        config.size,
      );
      assertGreater(many, few, step);
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
    retrainSteps({ ...config, recompute }, layout, {
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
