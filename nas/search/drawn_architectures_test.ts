import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { eagerPrograms } from "../../test/support/tensors/eager_programs.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { randomStream } from "../../engine/philox.ts";
import {
  architectureText,
  genotypeText,
} from "../genotype/genotype_changes.ts";
import type { Genotype } from "../genotype/genotype.ts";
import { graphs } from "../graph_cells/networks.ts";
import type { ArchitectureSampling } from "../samplings/sampling.ts";
import { sampling as uniform } from "../samplings/uniform.ts";
import type { AnyAlphas } from "../space/any_alphas.ts";
import type { AnySpace } from "../space/any_space.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { choiceSpace, isChoiceSpace } from "../space/choice_space.ts";
import {
  type GraphSpace,
  graphSpace,
  isGraphSpace,
} from "../space/graph_space.ts";
import { type SearchSpace, searchSpace } from "../space/edge_space.ts";
import { batchTensors } from "../training/batch.ts";
import { matrixTensors } from "../training/mixtures.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { isReduction } from "../space/cell_kinds.ts";
import { operationWeights } from "../network/operation_weights.ts";
import type { SearchOptions } from "./search_options.ts";
import { drawArchitecture, mixturesOf } from "./drawn_architectures.ts";
import { searchParts } from "./search_programs.ts";
import { runSearch } from "./search.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";

const sampling = uniform as ArchitectureSampling;

Deno.test("a weight step gets one operation on an edge of its architecture, by an address of seed, epoch and step", async () => {
  await withoutLeaks(await testEngine(), () => {
    const space = searchSpace("s2");
    const drawn = (step: number, seed = 1) => {
      const draws = drawArchitecture(sampling, space, { seed, epoch: 0, step });
      const rows = draws.noise.map((m) => tf.unstack(m))
        .map((rows) => rows.map((row) => [...row.dataSync()]));
      disposeTensors(draws);
      return rows;
    };
    const seen = new Set<string>();
    tf.tidy(() => {
      assertEquals(drawn(3), drawn(3));
      assertNotEquals(drawn(3), drawn(4));
      assertNotEquals(drawn(3), drawn(3, 2));
      for (let step = 0; step < 40; step++) {
        for (const edges of drawn(step)) {
          let from = 0;
          for (let node = 0; node < space.nodes; node++) {
            const sums = edges.slice(from, from += node + 2)
              .map((row) => row.reduce((a, b) => a + b));
            assertEquals(sums.toSorted().slice(-2), [1, 1]);
            assertEquals(sums.reduce((a, b) => a + b), 2);
          }
          edges.forEach((row, edge) => seen.add(`${edge} ${row.indexOf(1)}`));
        }
      }
    });
    // without an operation, or with one of two; the two edges of the first node always have one
    assertEquals(seen.size, 12 * 3 + 2 * 2);
  });
});

/** A first step moves weights of operations that it drew, with their momentum, and of nothing else but what all share. */
function assertTrainsDrawn(
  { config, layout, seed }: SearchOptions,
  before: SearchState,
  after: SearchState,
): void {
  const space = config.space as SearchSpace | GraphSpace;
  const draws = drawArchitecture(sampling, space, { seed, epoch: 0, step: 0 });
  const drawn = draws.noise.map((matrix) => [...matrix.dataSync()]);
  const [{ shape: [, columns] }] = draws.noise as [tf.Tensor];
  disposeTensors(draws);
  let idle = 0;
  for (const { name, parameters } of operationWeights(config, layout)) {
    const [cell, ...place] = name.match(/\d+/g)!.map(Number);
    const column = place.at(-1)!;
    const [matrix, edge] = isGraphSpace(space)
      ? [0, place[0]! * (place[0]! - 1) / 2 + place[1]!]
      : [Number(isReduction(cell!, config.cells)), place[0]!];
    const isDrawn = drawn[matrix]![edge * columns! + column] === 1;
    for (const { offset, size } of parameters) {
      for (const tensor of ["weights", "momentum"]) {
        const [old, next] = [before, after].map(({ tensors }) =>
          tensors[tensor]!.data.subarray(offset, offset + size)
        );
        if (isDrawn) assertNotEquals(next, old, name);
        else assertEquals(next, old, name);
      }
    }
    idle += Number(!isDrawn);
  }
  assert(idle > 0);
}

const CONFIGS = [
  tinySupernet(tinySpace("dil_conv_3x3", "sep_conv_3x3", "none")),
  { ...tinySupernet(), space: graphSpace("nasbench201"), graphs },
  { ...tinySupernet(), space: choiceSpace("nasbench1shot1-2") },
];

/** What was drawn, as `architectureText()` has it of alphas. */
function textOf(
  space: AnySpace,
  drawn: ReturnType<ArchitectureSampling["architecture"]>,
): string {
  if (isChoiceSpace(space)) return architectureText(space, drawn as AnyAlphas);
  return "nodes" in drawn
    ? JSON.stringify(drawn.nodes)
    : genotypeText(drawn as Genotype);
}

Deno.test("what is drawn in a space of choice blocks keeps one operation a block and the parents of each vertex", () => {
  const space = choiceSpace("nasbench1shot1-2");
  for (let seed = 0; seed < 9; seed++) {
    const mixtures = mixturesOf(space, sampling.architecture(space, seed));
    const sums = alphaMatrices(space).map(({ name, columns }, i) => {
      const sum = mixtures[i]!.reduce((a, b) => a + b);
      return [name, columns, sum];
    });
    assertEquals(sums.toSorted(), [
      ["inputs_2", 2, 1],
      ["inputs_3", 3, 2],
      ["inputs_4", 4, 2],
      ["operations", 3, 4],
      ["output", 5, 3],
    ]);
  }
});

for (const config of CONFIGS) {
  Deno.test(`random search with weight sharing in ${config.space.name} trains no alphas, ends with the best of its candidates, and resumes to the same bytes`, async () => {
    const engine = await testEngine();
    const options = {
      // batches of one size, as each size compiles programs of its own
      ...tinySearch("rsps", { config, data: tinyData([3, 3]) }),
      sampling,
      candidates: { count: 6, batches: 2 },
    };
    const { space } = config;
    const initial = initialSearchState(space, options.layout, 3);
    await withoutLeaks(engine, async () => {
      let first: SearchState | undefined;
      let halfway: SearchState | undefined;
      const whole = await runSearch(engine, initial, {
        ...options,
        afterStep: ({ done, state }) => {
          if (done === 1) first = state();
          if (done !== 3) return;
          halfway = stateThroughFile(state());
        },
      });
      assertEquals(await runSearch(engine, halfway!, options), whole);
      assertEquals(whole.updates, 0);
      for (const [name, { data }] of Object.entries(halfway!.tensors)) {
        if (!/^(alphas|adam)/.test(name)) continue;
        assertEquals(data, initial.tensors[name]!.data, name);
      }
      // choice blocks compute all of their operations
      if (!isChoiceSpace(space)) assertTrainsDrawn(options, initial, first!);
      // the same candidates again, one after the other
      const random = randomStream({ seed: 3, stream: "candidates", epoch: 1 });
      const programs = eagerPrograms(
        searchParts(config, options.layout, { ...options, batch: 3 }),
      );
      const scores = Array.from({ length: 6 }, () => {
        const architecture = sampling.architecture(space, random.uint32());
        const score = tf.tidy(() => {
          const mixtures = matrixTensors(
            alphaMatrices(space),
            mixturesOf(space, architecture),
          );
          const results = [0, 1].map((step) => {
            const { x, y } = batchTensors(options.data.alpha(1, step), 8);
            return programs.measure({
              weights: tf.tensor1d(
                whole.tensors["weights"]!.data as Float32Array,
              ),
              mixtures,
              x,
              y,
              seed: tf.tensor1d([0, 0], "int32"),
            });
          });
          const sum = (name: "correct" | "loss") =>
            results.reduce((sum, r) => sum + r[name].dataSync()[0]!, 0);
          return 1000 * sum("correct") - sum("loss");
        });
        return { score, text: textOf(space, architecture) };
      });
      const best = Math.max(...scores.map(({ score }) => score));
      assert(scores.some(({ score }) => score < best));
      assertEquals(
        architectureText(space, whole.trajectory.at(-1)!),
        scores.find(({ score }) => score === best)!.text,
      );
    });
  });
}
