// DARTS-ADA with the published rule, which needs more epochs than the tests beside the code have.
import { assertEquals } from "@std/assert";
import { runAdaptiveSearch } from "../../nas/search/adaptive_search.ts";
import { EARLY_STOP } from "../../nas/curvature/early_stop.ts";
import {
  initialSearchState,
  type SearchState,
} from "../../nas/search/search_state.ts";
import { adaptiveRule } from "../../nas/regularisers/adaptive_rule.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import {
  stateThroughFile,
  tinyBatch,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../support/tensors/tiny_search.ts";

Deno.test("with the published windows a search returns from epoch 22 to epoch 10, twice, and resumes from any state in between", async () => {
  const engine = await testEngine();
  // any curvature is too much
  const rule = adaptiveRule({ factor: -Infinity });
  const options = tinySearch("darts-ada", {
    config: tinySupernet(tinySpace("skip_connect", "sep_conv_3x3")),
    data: tinyData([3]),
    epochs: 25,
    curvature: {
      every: EARLY_STOP.every,
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
  await withoutLeaks(engine, async () => {
    const states: SearchState[] = [];
    const whole = await runAdaptiveSearch(engine, start, {
      ...options,
      afterStep: ({ state }) => {
        states.push(stateThroughFile(state()));
      },
    }, rule.goOn);
    assertEquals(whole.adaptation!.rollbacks, [
      { decidedAt: 22, stopEpoch: 10, weightDecay: 0.003 },
      { decidedAt: 22, stopEpoch: 10, weightDecay: 0.03 },
    ]);
    assertEquals(whole.history.length, 25);
    assertEquals(states.length, 23 + 12 + 14);
    // all that a decision may still return to, and no more
    const kept = states.map(({ adaptation }) =>
      adaptation!.milestones.map(({ epoch }) => epoch)
    );
    assertEquals(kept[22], [10, 12, 14, 16, 18, 20, 22]);
    assertEquals(kept[23], [10]);
    assertEquals(kept[36], []);
    for (const at of [15, 22, 30, 40]) {
      assertEquals(
        await runAdaptiveSearch(engine, states[at]!, options, rule.goOn),
        whole,
      );
    }
  });
});
