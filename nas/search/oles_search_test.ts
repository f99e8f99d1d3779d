// OLES: what stops the training of operations, in the steps of a search.
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { worst } from "../../test/support/tensors/reference.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { BUILT_IN } from "../../test/support/tensors/perturbations.ts";
import {
  stateThroughFile,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { graphs } from "../graph_cells/networks.ts";
import { operationWeights } from "../network/operation_weights.ts";
import { gradientAgreement } from "../regularisers/gradient_agreement.ts";
import { type Batch, batchTensors } from "../training/batch.ts";
import type { OperationStop } from "../regularisers/regulariser.ts";
import { choiceSpace } from "../space/choice_space.ts";
import { graphSpace } from "../space/graph_space.ts";
import { searchParts } from "./search_programs.ts";
import { bestOf, runSearch } from "./search.ts";
import type { SearchOptions } from "./search_options.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";

const tiny = tinySupernet(tinySpace("skip_connect", "sep_conv_3x3"));

/** A search that stops operations by a rule. */
function search(
  stops: OperationStop,
  changes: Partial<SearchOptions> = {},
): SearchOptions {
  return {
    // batches of one size, as each size compiles programs of its own
    ...tinySearch("oles", { config: tiny, data: tinyData([3, 3, 3]) }),
    regulariser: { name: "mine", stops },
    ...changes,
  };
}

const begin = ({ config, layout }: SearchOptions) =>
  initialSearchState(config.space, layout, 3);

Deno.test("operations with weights are those of all cells and kinds, without a strided skip", () => {
  const names = (options: SearchOptions) =>
    operationWeights(options.config, options.layout);
  const cells = names(search({ window: 1, threshold: 0 }));
  assertEquals(
    cells.map(({ name }) => name),
    [0, 1, 2].flatMap((cell) =>
      [0, 1].map((edge) => `cells.${cell}._ops.${edge}._ops.1`)
    ),
  );
  assertEquals(
    cells[0]!.parameters.map(({ shape }) => shape.join()),
    ["3,3,2,1", "1,1,2,2", "3,3,2,1", "1,1,2,2"],
  );
  const partial = names(tinySearch("pc-darts"));
  assertEquals(partial.map(({ name }) => name), cells.map(({ name }) => name));
  const graph = { ...tiny, space: graphSpace("nasbench201"), graphs };
  // three cells, six edges, two convolutions
  assertEquals(names(tinySearch("oles", { config: graph })).length, 36);
  const choices = { ...tiny, space: choiceSpace("nasbench1shot1-1") };
  // three cells, four blocks, two convolutions
  assertEquals(names(tinySearch("oles", { config: choices })).length, 24);
});

for (const perturbation of ["none", "random", "adversarial"] as const) {
  Deno.test(`a search that stops all operations after two scores freezes their weights and momentum for good, and resumes to the same bytes: perturbation ${perturbation}`, async () => {
    const engine = await testEngine();
    const options = search({ window: 2, threshold: 2 }, {
      perturbation: BUILT_IN[perturbation]!,
    });
    await withoutLeaks(engine, async () => {
      const states: SearchState[] = [];
      const whole = await runSearch(engine, begin(options), {
        ...options,
        afterStep: ({ state }) => {
          states.push(stateThroughFile(state()));
        },
      });
      // within a window, and after the stop
      for (const from of [1, 4]) {
        assertEquals(await runSearch(engine, states[from]!, options), whole);
      }
      const operations = operationWeights(options.config, options.layout);
      const all = operations.map((_, at) => at);
      // the first step has no weight step before it, so no score
      assertEquals(
        states.map(({ stops }) => [stops!.count, stops!.stopped.length]),
        [[0, 0], [1, 0], [0, 6], [1, 6], [0, 6], [1, 6]],
      );
      assertEquals(whole.stops!.stopped, all);
      assertEquals(
        whole.history.map((epoch) => epoch.stoppedOperations),
        [6, 6],
      );
      const frozen = new Set(
        operations.flatMap(({ parameters }) => parameters)
          .map(({ name }) => name),
      );
      for (const { name, offset, size } of options.layout.parameters) {
        const part = (state: SearchState, tensor: string) =>
          state.tensors[tensor]!.data.subarray(offset, offset + size);
        for (const tensor of ["weights", "momentum"]) {
          const [before, after, last] = [states[1]!, states[2]!, whole]
            .map((state) => part(state, tensor));
          // the decision comes before the weight step of its own step
          if (frozen.has(name)) assertEquals(last, before, name);
          else {
            assertNotEquals(after, before, name);
            assertNotEquals(last, after, name);
          }
        }
      }
      const alphas = (state: SearchState) =>
        state.tensors["alphas_normal"]!.data;
      assertNotEquals(alphas(whole), alphas(states[2]!));
    });
  });
}

Deno.test("scores compare the clipped gradient of a weight step with that of the alpha step after it, and add them up as the published code does", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const scores: number[][] = [];
    for (const accumulates of [false, true]) {
      const options = search({ window: 9, threshold: 0, accumulates }, {
        data: tinyData([3, 3]),
        epochs: 1,
      });
      const { config, layout, data } = options;
      const states: SearchState[] = [];
      await runSearch(engine, begin(options), {
        ...options,
        afterStep: ({ state }) => void states.push(state()),
      });
      const [before, after] = [begin(options), states[0]!];
      const parts = searchParts(config, layout, { ...options, batch: 3 });
      const gradient = (weights: SearchState, batch: Batch) =>
        tf.tidy(() => {
          const { x, y } = batchTensors(batch, config.size);
          // both at the alphas after the first alpha step
          const { vector } = parts.validationGradients.fn({
            weights: tf.tensor1d(
              weights.tensors["weights"]!.data as Float32Array,
            ),
            alphas: ["normal", "reduce"].map((name) => {
              const { shape, data } = after.tensors[`alphas_${name}`]!;
              return tf.tensor(data as Float32Array, [...shape]);
            }),
            batch: { x, y, seed: tf.tensor1d([0, 0], "int32") },
          });
          return [...vector.dataSync()];
        });
      const last = gradient(before, data.weights(0, 0));
      const factor = Math.min(1, 5 / (Math.hypot(...last) + 1e-6));
      const training = last.map((value) => value * factor);
      assertLess(
        worst(after.tensors["last_gradient"]!.data as Float32Array, training),
        1e-6,
      );
      const validation = gradient(after, data.alpha(0, 1))
        .map((value, i) => accumulates ? value + training[i]! : value);
      const expected = gradientAgreement(
        operationWeights(config, layout),
        training,
        validation,
      );
      const { stops } = states[1]!;
      assertEquals(stops!.count, 1);
      assertLess(worst(stops!.sums, expected), 1e-4);
      scores.push(expected);
    }
    const mean = (of: number[]) => of.reduce((a, b) => a + b) / of.length;
    assertLess(mean(scores[0]!) + 0.2, mean(scores[1]!));
  });
});

Deno.test("a search that stops nothing gives the numbers of a search without the rule", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const options = search({ window: 2, threshold: -2 });
    const stopped = await runSearch(engine, begin(options), options);
    const plain = await runSearch(engine, begin(options), {
      ...options,
      regulariser: { name: "none" },
    });
    assertEquals(stopped.stops!.stopped, []);
    assert(stopped.stops!.sums.some((sum) => sum !== 0));
    const { last_gradient: _, ...tensors } = stopped.tensors;
    assertEquals(tensors, plain.tensors);
    assertEquals(stopped.trajectory, plain.trajectory);
  });
});

Deno.test("the architecture of OLES is that of the first epoch of the best validation accuracy", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const base = search({ window: 2, threshold: -2 }, {
      epochs: 4,
      data: tinyData([3]),
    });
    const options = {
      ...base,
      regulariser: { ...base.regulariser, takesBest: true },
    };
    const { history, trajectory } = await runSearch(
      engine,
      begin(options),
      options,
    );
    assertEquals(history.length, 4);
    const accuracies = history.map(({ validAccuracy }) => validAccuracy);
    const best = accuracies.indexOf(Math.max(...accuracies));
    assertEquals(bestOf(options, history), best);
    assertEquals(trajectory.at(-1)!.epoch, best + 1);
    assertEquals(bestOf(base, history), undefined);
    const equal = history.map((epoch) => ({ ...epoch, validAccuracy: 0.5 }));
    assertEquals(bestOf(options, equal), 0);
    const late = equal.with(2, { ...equal[2]!, validAccuracy: 0.6 });
    assertEquals(bestOf(options, late), 2);
  });
});
