// Searches that prune candidates and widen partial channels on their way.
import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { graphs } from "../graph_cells/networks.ts";
import { supernetLayout } from "../network/supernet.ts";
import { sampling as dirichlet } from "../samplings/dirichlet.ts";
import type { SearchOptions } from "../search/search_options.ts";
import {
  alphasOf,
  initialSearchState,
  type SearchState,
} from "../search/search_state.ts";
import { graphSpace } from "../space/graph_space.ts";
import type { KeptCandidates } from "../space/kept_candidates.ts";
import { cosineRate } from "../training/schedule.ts";
import {
  phaseConfig,
  runPhasedSearch,
  type SearchPhase,
} from "./phased_search.ts";

class Interruption extends Error {}

const SPACE = tinySpace("skip_connect", "dil_conv_3x3", "none");

const PHASES: readonly SearchPhase[] = [
  { after: 1, keep: 2, channelShare: 2 },
];

/** A search of two epochs in two phases, in cells of edges or in graph cells. */
function options(
  kind: "edges" | "graph",
  changes: Partial<SearchOptions> = {},
): SearchOptions {
  const config = {
    ...tinySupernet(SPACE),
    ...(kind === "graph"
      ? {
        graphs,
        space: {
          ...graphSpace("nasbench201"),
          edges: [["none", "skip_connect", "nor_conv_1x1"]],
        },
      }
      : {}),
    channels: 4,
    channelShare: 4,
  };
  return tinySearch("darts", {
    config,
    // batches of one size, as each size compiles programs of its own
    data: tinyData([4, 4]),
    sampling: dirichlet,
    ...changes,
  });
}

const initial = ({ config, layout, seed }: SearchOptions) =>
  initialSearchState(config.space, layout, seed);

/** Runs a search and gives its states after each step, the first of them before it. */
async function statesOf(
  search: SearchOptions,
  phases = PHASES,
): Promise<SearchState[]> {
  const engine = await testEngine();
  const states = [initial(search)];
  await withoutLeaks(engine, async () => {
    const last = await runPhasedSearch(engine, states[0]!, {
      ...search,
      afterStep: ({ state }) => void states.push(state()),
    }, phases);
    assertEquals(last, states.at(-1));
  });
  return states;
}

/** Names of the candidates with weights that a layout holds: edge and column. */
function candidatesIn(layout: ReturnType<typeof supernetLayout>): string[] {
  const places = layout.parameters.flatMap(({ name }) =>
    /^cells\.(\d+\._ops\.\d+\._ops\.\d+|\d+\.edges\.\d<-\d\.\d)\./.exec(name)
      ?.[1] ?? []
  );
  return [...new Set(places)];
}

for (const kind of ["edges", "graph"] as const) {
  Deno.test(`a search of ${kind} that is killed after any step, before and after its change of phase, resumes to the same bytes`, async () => {
    const engine = await testEngine();
    const search = options(kind);
    const states = await statesOf(search);
    const steps = states.slice(1).map(({ epoch, step, phase }) => [
      epoch,
      step,
      phase?.entered ?? 0,
    ]);
    assertEquals(steps, [[0, 1, 0], [1, 0, 0], [1, 1, 1], [2, 0, 1]]);
    for (const [at, state] of states.entries()) {
      const resumed = await runPhasedSearch(
        engine,
        stateThroughFile(state),
        {
          ...search,
          afterStep: ({ state, done }) => {
            assertEquals(
              stateThroughFile(state()),
              stateThroughFile(states[done]!),
            );
            // the rest follows from the next state
            if (at + 1 < states.length) throw new Interruption();
          },
        },
        PHASES,
      ).catch((error) => {
        if (!(error instanceof Interruption)) throw error;
      });
      if (at === states.length - 1) {
        assertEquals(stateThroughFile(resumed!), stateThroughFile(state));
      }
    }
  });
}

Deno.test("after a change of phase, pruned candidates have no weights, stay out of every mixture and are not computed", async () => {
  const search = options("edges", { epochs: 3, data: tinyData([4]) });
  const { config, layout } = search;
  const phases = [{ after: 1, keep: 2, channelShare: 2 }];
  const states = await statesOf(search, phases);
  const last = states.at(-1)!;
  const kept: KeptCandidates = last.phase!.kept!;
  const grown = phaseConfig(config, phases, last);
  const later = supernetLayout(grown);
  assertEquals(grown.channelShare, 2);
  assertEquals(
    last.tensors["weights"]!.shape,
    [later.parameterCount],
  );
  // column 1 is the convolution; cells 1 and 2 are reductions, in which column 0 has weights as well
  const expected = [0, 1, 2].flatMap((cell) =>
    [0, 1].flatMap((edge) =>
      [0, 1].filter((column) =>
        (column === 1 || cell > 0) &&
        kept[cell > 0 ? "reduce" : "normal"]![edge]![column]
      ).map((column) => `${cell}._ops.${edge}._ops.${column}`)
    )
  );
  assertEquals(candidatesIn(later), expected);
  assertLess(expected.length, candidatesIn(layout).length);
  const full = supernetLayout({ ...config, channelShare: 2 });
  assertLess(later.convolutionMacs, full.convolutionMacs);
  for (const state of states.slice(2)) {
    const at = alphasOf(SPACE, state.tensors);
    for (const matrix of ["normal", "reduce"] as const) {
      at[matrix].forEach((row, edge) =>
        row.forEach((alpha, column) =>
          assertEquals(
            alpha === 0,
            state.phase !== undefined && !kept[matrix]![edge]![column],
          )
        )
      );
    }
  }
  const [start, first, second] = last.trajectory;
  assertEquals([start!.mixtures, first!.mixtures], [undefined, undefined]);
  for (const matrix of ["normal", "reduce"]) {
    second!.mixtures![matrix]!.forEach((row, edge) => {
      assertEquals(row.map((weight) => weight > 0), kept[matrix]![edge]);
      assertLess(Math.abs(row.reduce((a, b) => a + b) - 1), 1e-12);
    });
  }
});

Deno.test("schedules follow from all epochs, a warm-up is that of each phase, and another seed copies other channels", async () => {
  const search = options("graph", {
    epochs: 4,
    warmup: 1,
    data: tinyData([4]),
  });
  const phases = [{ after: 2, channelShare: 2 }];
  const states = await statesOf(search, phases);
  assertEquals(states.map(({ updates }) => updates), [0, 0, 1, 1, 2]);
  assertEquals(
    states.at(-1)!.history.map(({ learningRate }) => learningRate),
    [0, 1, 2, 3].map((epoch) =>
      cosineRate(epoch, { epochs: 4, ...search.rate })
    ),
  );
  // nothing is pruned, so that the soft-max of all alphas goes on
  assert(states.at(-1)!.trajectory.every(({ mixtures }) => !mixtures));
  const engine = await testEngine();
  const go = (seed: number) =>
    runPhasedSearch(engine, states[2]!, {
      ...search,
      seed,
      epochs: 2,
    }, phases);
  const [one, other] = [await go(3), await go(4)];
  assertEquals(one.phase, { entered: 1 });
  assertEquals(one.tensors["alphas_edges"], states[2]!.tensors["alphas_edges"]);
  assertNotEquals(one.tensors["weights"]!.data, other.tensors["weights"]!.data);
});

Deno.test("a later pruning brings no candidate back, and a search without a share of channels prunes alone", async () => {
  const search = options("edges", {
    epochs: 3,
    data: tinyData([4]),
    config: tinySupernet(
      tinySpace("skip_connect", "avg_pool_3x3", "none", "dil_conv_3x3"),
    ),
  });
  const states = await statesOf(search, [
    { after: 1, keep: 3 },
    { after: 2, keep: 2 },
  ]);
  const [first, second] = [states[2]!, states[3]!].map(({ phase }) =>
    phase!.kept!["normal"]!
  );
  assertEquals(first!.map((row) => row.filter(Boolean).length), [3, 3]);
  assertEquals(second!.map((row) => row.filter(Boolean).length), [2, 2]);
  assert(
    second!.every((row, edge) =>
      row.every((kept, column) => !kept || first![edge]![column])
    ),
  );
});
