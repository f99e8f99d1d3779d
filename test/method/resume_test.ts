// NASLib#153, quark0/darts#32 and #54: what a checkpoint has to hold, and which epoch's architecture counts.
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { deriveGenotype } from "../../nas/genotype/genotype.ts";
import { runSearch } from "../../nas/search/search.ts";
import {
  alphasOf,
  initialSearchState,
  type SearchState,
  stateTensors,
} from "../../nas/search/search_state.ts";
import { testEngine } from "../support/tensors/engine.ts";
import {
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../support/tensors/tiny_search.ts";

const options = tinySearch("sdarts-adv", {
  // batches of one size: their programs are compiled by every search
  data: tinyData([4, 4]),
  config: tinySupernet(tinySpace("skip_connect", "dil_conv_3x3")),
});
const { config, layout } = options;
const start = (seed: number) => initialSearchState(config.space, layout, seed);

Deno.test("the architecture is that after the last step, and the trajectory says after which epoch", async () => {
  const { space } = config;
  assert("normal" in space);
  const { trajectory, tensors } = await runSearch(
    await testEngine(),
    start(1),
    options,
  );
  assertEquals(trajectory.map(({ epoch }) => epoch), [0, 1, 2]);
  const { epoch: _, ...last } = trajectory.at(-1)!;
  const alphas = alphasOf(space, tensors);
  assertEquals(last, { ...alphas });
  assertNotEquals(trajectory[1], { epoch: 1, ...alphas });
  deriveGenotype(space, alphas);
});

Deno.test("a search resumes from its state, of which each part matters", async () => {
  const engine = await testEngine();
  const goOn = (state: SearchState) =>
    runSearch(engine, state, { ...options, epochs: 1 });
  let halfway: SearchState | undefined;
  const whole = await runSearch(engine, start(1), {
    ...options,
    epochs: 1,
    afterStep: ({ state }) => {
      halfway ??= state();
    },
  });
  const state = halfway!;
  assertEquals([state.epoch, state.step], [0, 1]);
  assertEquals(await goOn(state), whole);
  const fresh = start(2);
  for (const name of stateTensors(config.space)) {
    const damaged = {
      ...state,
      tensors: { ...state.tensors, [name]: fresh.tensors[name]! },
    };
    const { tensors } = await goOn(damaged);
    assertNotEquals(tensors, whole.tensors, name);
  }
  for (
    const damaged of [
      { ...state, updates: 0 },
      { ...state, step: 0 },
      { ...state, sums: { ...state.sums, loss: 0 } },
    ]
  ) assertNotEquals(await goOn(damaged), whole);
});

Deno.test("one seed gives one search, byte for byte, and another seed another", async () => {
  const engine = await testEngine();
  const run = (seed: number) =>
    runSearch(engine, start(seed), { ...options, seed });
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  assertEquals(again, first);
  assertNotEquals(
    other.tensors.alphas_normal!.data,
    first.tensors.alphas_normal!.data,
  );
});
