import { assertEquals, assertRejects } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyBatch,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { runAdaptiveSearch } from "./adaptive_search.ts";
import { adaptiveRule } from "../regularisers/adaptive_rule.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";

// any curvature is too much: each attempt ends with the first comparison
const rule = adaptiveRule(
  { window: 1, delta: 1, first: 1, factor: -Infinity },
  { factor: 10, max: 0.003 },
);
const options = tinySearch("darts-ada", {
  config: tinySupernet(tinySpace("skip_connect", "sep_conv_3x3")),
  data: tinyData([3]),
  epochs: 4,
  curvature: {
    every: 1,
    batches: [tinyBatch(3, "curvature")],
    weightDecay: 1e-3,
  },
  regulariser: { name: "adaptive", watch: rule },
});
const start = initialSearchState(
  options.config.space,
  options.layout,
  options.seed,
);

Deno.test("an adaptive search returns to an earlier epoch with more weight decay, up to the largest", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const seen: [number, string[]][] = [];
    let saved: SearchState | undefined;
    const whole = await runAdaptiveSearch(engine, start, {
      ...options,
      afterStep: ({ done, state }) => {
        const copy = state();
        const { milestones } = copy.adaptation!;
        seen.push([done, milestones.map(({ epoch }) => `${epoch}`)]);
        if (done === 2) saved = copy;
      },
    }, rule.goOn);
    // the first attempt ends after the third epoch, the second resumes after the second epoch and may not return
    assertEquals(seen, [
      [1, []],
      [2, ["1"]],
      [3, ["1", "2"]],
      [3, []],
      [4, []],
    ]);
    assertEquals(whole.adaptation, {
      rollbacks: [{ decidedAt: 2, stopEpoch: 1, weightDecay: 0.003 }],
      milestones: [],
    });
    assertEquals(whole.history.map(({ epoch }) => epoch), [1, 2, 3, 4]);
    assertEquals(whole.trajectory.map(({ epoch }) => epoch), [0, 1, 2, 3, 4]);
    assertEquals([whole.epoch, whole.updates], [4, 4]);
    assertEquals(
      Object.keys(whole.tensors),
      Object.keys(start.tensors),
      "no snapshot is left",
    );

    const resumed = await runAdaptiveSearch(
      engine,
      stateThroughFile(saved!),
      options,
      rule.goOn,
    );
    assertEquals(resumed, whole);
  });
});

Deno.test("an adaptive search refuses a rule that raises no weight decay, or returns to an epoch that was not kept", async () => {
  const engine = await testEngine();
  const refused = (changes: Partial<typeof rule>, message: string) => {
    const watch = { ...rule, ...changes };
    return assertRejects(
      () =>
        runAdaptiveSearch(engine, start, {
          ...options,
          regulariser: { name: "mine", watch },
        }, watch.goOn),
      RangeError,
      message,
    );
  };
  const { goOn } = rule;
  for (const value of [1e-5, 3e-4, NaN, Infinity]) {
    await refused(
      { goOn: { ...goOn, weightDecay: () => value } },
      `Expected a weight decay above 0.0003 of the regulariser mine but found ${value}`,
    );
  }
  await refused(
    {
      stop: ([first]) => first && { decidedAt: first.epoch, stopEpoch: 7 },
      goOn: { ...goOn, oldest: () => 0 },
    },
    "Expected the regulariser mine to return to an epoch of 0, of which snapshots are kept, but found 7",
  );
});
