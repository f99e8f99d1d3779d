// A long search must not grow: neither tensors, nor handles of TensorFlow, nor memory.
import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { runSearch } from "../../nas/search/search.ts";
import { initialSearchState } from "../../nas/search/search_state.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../support/tensors/tiny_search.ts";

/** Search steps, each of an alpha step, a perturbation of ten programs and a weight step. */
const STEPS = 5000;
/** Steps after which nothing may be new: all programs are compiled, and the heap of V8 has its size. */
const SETTLED = 1000;

Deno.test("5,000 steps of SDARTS-ADV leave tensors, handles and memory where they were", async () => {
  const engine = await testEngine();
  const batch = tinyBatch(4, "growth");
  const epochs = 50;
  const steps = STEPS / epochs;
  const options = tinySearch("sdarts-adv", {
    config: tinySupernet(tinySpace("skip_connect", "sep_conv_3x3")),
    data: {
      steps,
      weights: () => batch,
      alpha: () => batch,
      validation: () => [batch],
    },
    epochs,
  });
  const { config, layout, seed } = options;
  const at: { tensors: number; handles: number; rss: number }[] = [];
  let done = 0;
  await withoutLeaks(engine, async () => {
    await runSearch(engine, initialSearchState(config.space, layout, seed), {
      ...options,
      afterStep: async (report) => {
        done = report.done;
        if (done % steps !== 0) return;
        // a turn of the event loop, in which finalisers run
        await new Promise((resolve) => setTimeout(resolve, 0));
        at.push({ ...engine.memory(), rss: Deno.memoryUsage().rss });
      },
    });
  });
  assertEquals(done, STEPS);
  const settled = at.slice(SETTLED / steps);
  const [first] = settled;
  for (const { tensors, handles } of settled) {
    assertEquals([tensors, handles], [first!.tensors, first!.handles]);
  }
  const rss = settled.map(({ rss }) => rss / 2 ** 20);
  const half = rss.length / 2;
  const middle = (values: number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const grown = middle(rss.slice(half)) - middle(rss.slice(0, half));
  console.log(
    `${STEPS} steps: ${middle(rss).toFixed(0)} MiB, ${
      grown.toFixed(1)
    } MiB more in the second half`,
  );
  assertGreater(middle(rss), 0);
  // 2,000 steps are between the two middles: 4 kB a step, a tensor of 1,000 numbers
  assertLess(grown, 8);
});
