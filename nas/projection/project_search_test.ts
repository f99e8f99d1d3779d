import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyData,
  tinySearch,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { loadTensors } from "../training/live_tensors.ts";
import { decide, scoreWithout } from "./decide.ts";
import {
  type ProjectionOptions,
  type ProjectionState,
  projectSearch,
} from "./project_search.ts";
import { decidedGenotype, type Decision, isOperation } from "./projection.ts";
import { projectionParts } from "./projection_programs.ts";
import {
  initialSearchState,
  NO_SUMS,
  searchNames,
} from "../search/search_state.ts";
import type { MixtureMasks } from "../search/alpha_step.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { spaceOfCells } from "../space/cell_kinds.ts";
import { searchSpace } from "../space/edge_space.ts";
import { programsByBatch } from "../training/programs.ts";

const space = searchSpace("s2", { nodes: 2 });
const { afterStep: _, epochs: __, ...search } = tinySearch("sdarts-rs", {
  config: tinySupernet(space),
  data: tinyData([3]),
});
const options: ProjectionOptions = {
  ...search,
  interval: 1,
  criterion: "accuracy",
};
const start: ProjectionState = {
  tensors: initialSearchState(space, options.layout, 1).tensors,
  epoch: 0,
  step: 0,
  updates: 0,
  sums: NO_SUMS,
  history: [],
  decisions: [],
};

Deno.test("a projection makes one decision for each kind of cell at a time, trains in between, and resumes from its state", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const states: ProjectionState[] = [];
    const whole = await projectSearch(engine, start, {
      ...options,
      afterStep: ({ done, total, state }) => {
        assert(done <= total);
        states.push(stateThroughFile(state()));
      },
    });
    assertEquals(whole.history.map(({ epoch }) => epoch), [1, 2, 3, 4, 5]);
    assertEquals(whole.history[0]!.learningRate, 0.1);
    const { decisions } = whole;
    assertEquals(
      decisions.map(({ cell }) => cell),
      Array(6).fill(["normal", "reduce"]).flat(),
    );
    assertEquals(
      new Set(decisions.filter(isOperation).map((d) => `${d.cell} ${d.edge}`))
        .size,
      10,
    );
    assertEquals(decidedGenotype(space, decisions).normal.length, 4);
    // between the two decisions of the third time
    const between = states.find((state) => state.decisions.length === 5)!;
    assertEquals(await projectSearch(engine, between, options), whole);
  });
});

Deno.test("a projection of a single cell decides nothing in the kind that the supernet lacks", async () => {
  const single = spaceOfCells(space, 1);
  const { afterStep: _, epochs: __, ...search } = tinySearch("darts", {
    config: { ...tinySupernet(single), cells: 1 },
    data: tinyData([3]),
  });
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const states: ProjectionState[] = [];
    const only = { ...options, ...search };
    const { tensors } = initialSearchState(single, search.layout, 1);
    const whole = await projectSearch(engine, { ...start, tensors }, {
      ...only,
      afterStep: ({ state }) => void states.push(stateThroughFile(state())),
    });
    const { decisions } = whole;
    assertEquals(decisions.map(({ cell }) => cell), Array(6).fill("reduce"));
    assertEquals(whole.history.length, 5);
    const first = space.normal[0]![0]!;
    assertEquals(decidedGenotype(single, decisions).normal, [
      [first, 0],
      [first, 1],
      [first, 0],
      [first, 1],
    ]);
    const halfway = states.find((state) => state.decisions.length === 3)!;
    assertEquals(await projectSearch(engine, halfway, only), whole);
  });
});

Deno.test("a score leaves out the given candidates, on decided weights", async () => {
  const engine = await testEngine();
  const { config, layout, optimisers } = options;
  const programsFor = programsByBatch(
    engine,
    (batch) => projectionParts(config, layout, { batch, optimisers }),
  );
  await withoutLeaks(engine, () => {
    const live = loadTensors(start.tensors, searchNames(space));
    const ones = () => tf.ones([5, 2]);
    const score = (
      masks: MixtureMasks,
      row: number,
      column: number | "all",
    ) => {
      const value = scoreWithout(
        programsFor,
        { ...options, criterion: "loss" },
        {
          weights: live.weights,
          alphas: live.arch.alphas,
          masks,
          epoch: 0,
          without: { kind: "normal", row, column },
        },
      );
      disposeTensors(masks);
      return value;
    };
    const open = () => ({
      keep: [ones(), ones()],
      fixed: [tf.zeros([5, 2]), tf.zeros([5, 2])],
    });
    assertNotEquals(score(open(), 0, 0), score(open(), 0, 1));
    // edge 0 keeps the second candidate: without the first nothing is missing, without the second the edge is
    const decided = () => ({
      keep: [tf.tensor2d([[0, 0], ...Array(4).fill([1, 1])]), ones()],
      fixed: [
        tf.tensor2d([[0, 1], ...Array(4).fill([0, 0])]),
        tf.zeros([5, 2]),
      ],
    });
    assertEquals(score(decided(), 0, 1), score(decided(), 0, "all"));
    assertNotEquals(score(decided(), 0, 0), score(decided(), 0, 1));
    disposeTensors(live);
    programsFor.disposeAll();
  });
});

Deno.test("decide() draws what is open by its address and never measures none", () => {
  const s3 = searchSpace("s3", { nodes: 2 });
  const at = (decisions: Decision[], epoch: number) => {
    const asked: unknown[] = [];
    const found = decide("reduce", {
      space: s3,
      decisions,
      epoch,
      seed: 4,
      score: ({ row, column }) => {
        asked.push(column);
        return row + (column === 1 ? 0.5 : 1);
      },
    });
    return { found, asked };
  };
  const first = at([], 0);
  assertEquals(at([], 0), first);
  assertEquals(first.asked, [1, 2]);
  assert(isOperation(first.found) && first.found.column === 1);
  assert(
    [1, 2, 3, 4].some((epoch) => {
      const { found } = at([], epoch);
      return isOperation(found) && isOperation(first.found) &&
        found.edge !== first.found.edge;
    }),
    "other epochs draw other edges",
  );
  const edges = [0, 1, 2, 3, 4].map((edge): Decision => ({
    cell: "reduce",
    edge,
    column: 1,
    scores: [],
  }));
  assertEquals(at(edges, 5).found, {
    cell: "reduce",
    node: 1,
    sources: [0, 1],
    scores: [3, 4, 5],
  });
});
