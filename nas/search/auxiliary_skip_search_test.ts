// Auxiliary skips in a search, as DARTS- has them.
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  tinyBatch,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { eagerPrograms } from "../../test/support/tensors/eager_programs.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import { BUILT_IN } from "../../test/support/tensors/perturbations.ts";
import { auxiliarySkip as constant } from "../auxiliary_skips/constant.ts";
import { auxiliarySkip as linear } from "../auxiliary_skips/linear.ts";
import { graphs } from "../graph_cells/networks.ts";
import { graphSpace } from "../space/graph_space.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { type SupernetConfig, supernetLayout } from "../network/supernet.ts";
import { searchParts } from "./search_programs.ts";
import { runSearch } from "./search.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";
import type { SearchOptions } from "./search_options.ts";

const plain = tinySupernet(tinySpace("skip_connect", "dil_conv_3x3"));
const given: SupernetConfig = { ...plain, auxiliarySkip: "given" };

Deno.test("an auxiliary skip has weights of its own where it halves the map, and only there", () => {
  const namesOf = (config: SupernetConfig) =>
    supernetLayout(config).parameters.map(({ name }) => name);
  // cells 1 and 2 halve the map at both edges
  const edges = [1, 2].flatMap((cell) =>
    [0, 1].map((edge) => `cells.${cell}._ops.${edge}.auxiliary_op`)
  );
  assertEquals(
    namesOf(given).filter((name) => !namesOf(plain).includes(name)),
    edges.flatMap((name) => [`${name}.conv_1.weight`, `${name}.conv_2.weight`]),
  );
});

/** Loss and logits' share of right answers in evaluation mode. */
function evaluated(config: SupernetConfig, factor?: number): number {
  const layout = supernetLayout(config);
  const { optimisers } = tinySearch("darts");
  const programs = eagerPrograms(
    searchParts(config, layout, { batch: 4, optimisers }),
  );
  const { x, y } = batchTensors(tinyBatch(4, "skips"), config.size);
  const { loss } = programs.evaluate({
    weights: tf.tensor1d(initialWeights(layout, 1)),
    statistics: freshStatistics(layout),
    mixtures: [0, 1].map(() => tf.fill([2, 2], 0.5)),
    x,
    y,
    seed: tf.tensor1d([0, 0], "int32"),
    ...(factor === undefined ? {} : { skipFactor: tf.scalar(factor) }),
  });
  return loss.dataSync()[0]!;
}

Deno.test("a factor that comes with a pass and one that a supernet holds give the same bits", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const held = (auxiliarySkip: number) =>
        evaluated({ ...plain, auxiliarySkip });
      assertEquals(evaluated(given, 0.25), held(0.25));
      assertEquals(evaluated(given, 1), held(1));
      assertNotEquals(held(0.25), held(1));
      assertThrows(
        () => evaluated(given),
        Error,
        "Expected skipFactor, the factor of auxiliary skips, with the pass but found none",
      );
    });
  });
});

const options = {
  config: given,
  // batches of one size, as each size compiles programs of its own
  data: tinyData([4, 4]),
  auxiliarySkip: linear,
} as const;

async function searched(
  search: SearchOptions,
  from?: SearchState,
): Promise<{ readonly end: SearchState; readonly states: SearchState[] }> {
  const states: SearchState[] = [];
  const { config, layout } = search;
  const end = await runSearch(
    await testEngine(),
    from ?? initialSearchState(config.space, layout, 1),
    { ...search, afterStep: ({ state }) => void states.push(state()) },
  );
  return { end, states };
}

for (const method of ["darts-minus", "darts-minus-adv"] as const) {
  Deno.test(`a search by ${method} takes the factor of its epoch, and gives the same bytes when it is resumed`, async () => {
    const search = tinySearch(method, {
      ...options,
      curvature: {
        every: 1,
        batches: [tinyBatch(4, "curvature")],
        weightDecay: 0,
      },
    });
    await withoutLeaks(await testEngine(), async () => {
      const { end, states } = await searched(search);
      // after the first step of the second epoch
      assertEquals((await searched(search, states[2]!)).end, end);
      const { end: other } = await searched({
        ...search,
        auxiliarySkip: constant,
      });
      // the first epoch has the same factor, 1; the second not
      assertEquals(other.history[0], end.history[0]);
      assertEquals(end.history.map(({ skipFactor }) => skipFactor), [1, 0.5]);
      for (const name of ["trainLoss", "validLoss", "curvature"] as const) {
        assertNotEquals(other.history[1]![name], end.history[1]![name]);
      }
    });
  });
}

Deno.test("steps of second order and graph cells take the factor of the epoch", async () => {
  const graph: SupernetConfig = {
    ...plain,
    space: graphSpace("nasbench201"),
    graphs,
    auxiliarySkip: "given",
  };
  for (
    const search of [
      tinySearch("darts-minus", { ...options, unrolling: "difference" }),
      tinySearch("darts-minus-rs", {
        ...options,
        config: graph,
        perturbation: BUILT_IN["random"]!,
      }),
    ]
  ) {
    await withoutLeaks(await testEngine(), async () => {
      const { end } = await searched(search);
      const { end: other } = await searched({
        ...search,
        auxiliarySkip: constant,
      });
      assertEquals(other.history[0]!.trainLoss, end.history[0]!.trainLoss);
      assertNotEquals(other.history[1]!.trainLoss, end.history[1]!.trainLoss);
    });
  }
});
