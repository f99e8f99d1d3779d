import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
} from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { tinySearch } from "../../test/support/tensors/tiny_search.ts";
import { loadTensors, storeTensors } from "../training/live_tensors.ts";
import {
  initialSearchState,
  NO_SUMS,
  searchNames,
  stateTensors,
} from "./search_state.ts";
import { perturberFor } from "./perturbed_network.ts";
import { searchStep } from "./search_step.ts";
import { searchParts } from "./search_programs.ts";
import { disposeTensors, tensorsOf } from "../training/tensor_tree.ts";
import { programsByBatch } from "../training/programs.ts";

Deno.test("searchStep() takes over the position's tensors and moves weights and alphas", async () => {
  const engine = await testEngine();
  const options = tinySearch("sdarts-adv");
  const { config, layout, optimisers } = options;
  const programsFor = programsByBatch(
    engine,
    (batch) => searchParts(config, layout, { batch, optimisers }),
  );
  const perturber = perturberFor(engine, options.perturbation, options);
  await withoutLeaks(engine, () => {
    const { tensors } = initialSearchState(config.space, layout, 1);
    const live = loadTensors(tensors, searchNames(config.space));
    const next = searchStep({ programsFor, perturber }, options, {
      live,
      epoch: 0,
      step: 1,
      updates: 1,
      sums: NO_SUMS,
    });
    assert(tensorsOf(live).every((t) => t.isDisposed));
    const stored = storeTensors(next.live, searchNames(config.space));
    for (const name of stateTensors(config.space)) {
      assertEquals(stored[name]!.shape, tensors[name]!.shape);
      assertNotEquals(stored[name]!.data, tensors[name]!.data, name);
    }
    const { updates, sums } = next.changes;
    assertEquals(updates, 2);
    // the second step of an epoch has three images
    assertEquals([sums.images, sums.attacks], [3, 1]);
    assert(sums.loss > 0 && sums.correct <= 3);
    disposeTensors(next.live);
    programsFor.disposeAll();
    perturber.disposeAll();
  });
});

Deno.test("searchStep() corrects Adam's moments by the alpha steps done so far", async () => {
  const engine = await testEngine();
  const options = tinySearch("darts");
  const { config, layout, optimisers } = options;
  const programsFor = programsByBatch(
    engine,
    (batch) => searchParts(config, layout, { batch, optimisers }),
  );
  const perturber = perturberFor(engine, options.perturbation, options);
  const { tensors } = initialSearchState(config.space, layout, 1);
  const { rate, betas: [b1, b2] } = optimisers.adam;
  for (const updates of [0, 1, 9]) {
    const live = loadTensors(tensors, searchNames(config.space));
    const next = searchStep({ programsFor, perturber }, options, {
      live,
      epoch: 0,
      step: 0,
      updates,
      sums: NO_SUMS,
    });
    const moved =
      storeTensors(next.live, searchNames(config.space)).alphas_normal!.data;
    const largest = worst(moved, tensors.alphas_normal!.data);
    // from zero moments the gradient's size cancels
    const t = updates + 1;
    const expected = rate * (1 - b1) / (1 - b1 ** t) /
      Math.sqrt((1 - b2) / (1 - b2 ** t));
    assertAlmostEquals(largest / expected, 1, 1e-3);
    disposeTensors(next.live);
  }
  programsFor.disposeAll();
});
