import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  SIDE,
  tinyBatch,
  tinySearch,
} from "../../test/support/tensors/tiny_search.ts";
import { loadTensors } from "../training/live_tensors.ts";
import { initialSearchState } from "./search_state.ts";
import { searchParts } from "./search_programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { programsByBatch } from "../training/programs.ts";
import { validateSupernet, type Validation } from "./validate.ts";

const { config, layout, optimisers } = tinySearch("darts");
const NAMES = {
  weights: "weights",
  statistics: { mean: "running_mean", variance: "running_variance" },
  alphas: ["alphas_normal", "alphas_reduce"],
} as const;

async function validation(
  body: (run: (sizes: number[]) => Validation) => void,
) {
  const engine = await testEngine();
  const programsFor = programsByBatch(
    engine,
    (batch) => searchParts(config, layout, { batch, optimisers }),
  );
  await withoutLeaks(engine, () => {
    const { tensors } = initialSearchState(config.space, layout, 1);
    const live = loadTensors(tensors, NAMES);
    const whole = tinyBatch(6, "validate");
    const pixels = SIDE * SIDE * 3;
    try {
      body((sizes) => {
        let at = 0;
        const batches = sizes.map((count) => {
          const x = whole.x.slice(at * pixels, (at + count) * pixels);
          const y = whole.y.slice(at, at += count);
          return { x, y };
        });
        return validateSupernet(programsFor, {
          size: SIDE,
          ...live,
          batches,
          seed: 1,
          epoch: 0,
        });
      });
    } finally {
      disposeTensors(live);
      programsFor.disposeAll();
    }
  });
}

Deno.test("validateSupernet() averages over images, not over batches", async () => {
  await validation((run) => {
    const once = run([6]);
    for (const sizes of [[4, 2], [5, 1], [1, 1, 1, 1, 1, 1]]) {
      const parts = run(sizes);
      assertAlmostEquals(parts.validLoss, once.validLoss, 1e-6);
      assertEquals(parts.validAccuracy, once.validAccuracy);
    }
  });
});

Deno.test("validateSupernet() refuses a loss that is not finite and names the epoch", async () => {
  const engine = await testEngine();
  const programsFor = programsByBatch(
    engine,
    (batch) => searchParts(config, layout, { batch, optimisers }),
  );
  const { tensors } = initialSearchState(config.space, layout, 1);
  const live = loadTensors(tensors, NAMES);
  const batch = tinyBatch(2, "nan");
  batch.x.fill(NaN);
  assertThrows(
    () =>
      validateSupernet(programsFor, {
        size: SIDE,
        ...live,
        batches: [batch],
        seed: 1,
        epoch: 4,
      }),
    Error,
    "Expected a finite number but found NaN in validation loss after epoch 5",
  );
  disposeTensors(live);
  programsFor.disposeAll();
});
