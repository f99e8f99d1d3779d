// Source of SmoothDARTS, SmoothDARTS#3, PyTorch 1.1: ramps, rates and the order of the alpha step.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { z } from "zod";
import {
  cosineRate,
  dropPathAt,
  epsilonAt,
} from "../../nas/training/schedule.ts";
import { runSearch } from "../../nas/search/search.ts";
import { initialSearchState } from "../../nas/search/search_state.ts";
import { retrainParams } from "../../stages/retrain/params.ts";
import { searchParams } from "../../stages/search/params.ts";
import { testEngine } from "../support/tensors/engine.ts";
import { tinyData, tinySearch } from "../support/tensors/tiny_search.ts";

Deno.test("the radius ramps as published, never reaches its end, and is logged each epoch", async () => {
  const at = (epoch: number, epochs: number) =>
    epsilonAt(epoch, { epochs, max: 0.3 });
  for (
    const [epoch, epochs, expected] of [
      [0, 50, 0.03],
      [1, 50, 0.0354],
      [25, 50, 0.165],
      [49, 50, 0.2946],
      [99, 100, 0.2973],
      [0, 1, 0.03],
    ] as const
  ) assertAlmostEquals(at(epoch, epochs), expected, 1e-12);
  for (const method of ["darts", "sdarts-rs", "sdarts-adv"] as const) {
    const options = tinySearch(method, { data: tinyData([3]) });
    const { history } = await runSearch(
      await testEngine(),
      initialSearchState(options.config.space, options.layout, 1),
      options,
    );
    const { epochs, epsilon } = options;
    assertEquals(
      history.map((e) => e.epsilon),
      history.map((_, epoch) =>
        method === "darts" ? null : epsilonAt(epoch, { epochs, ...epsilon })
      ),
    );
  }
});

Deno.test("the order is first by default, and part of what a result is keyed by", () => {
  const given = { space: "s3", method: "sdarts-adv" };
  assertEquals(searchParams.parse(given).unrolled, "none");
  const unrolled = searchParams.parse({ ...given, unrolled: "difference" });
  assert(
    JSON.stringify(unrolled) !== JSON.stringify(searchParams.parse(given)),
  );
  assert(!searchParams.safeParse({ ...given, unrolled: true }).success);
});

Deno.test("the first epoch has the first rate, the last the reference's, and the other order is a variant by name", () => {
  const search = { epochs: 50, start: 0.025, end: 0.001 };
  assertAlmostEquals(cosineRate(0, search), 0.025, 1e-15);
  assertAlmostEquals(cosineRate(49, search), 1.023679e-3, 1e-9);
  for (let epoch = 0; epoch < 50; epoch++) {
    const expected = 0.001 + 0.024 * (1 + Math.cos(Math.PI * epoch / 50)) / 2;
    assertAlmostEquals(cosineRate(epoch, search), expected, 1e-15);
  }
  assertEquals(
    searchParams.parse({ space: "s1", method: "darts" }).schedule,
    "intended",
  );
  assertAlmostEquals(
    cosineRate(0, { ...search, variant: "as-run" }),
    cosineRate(1, search),
    1e-15,
  );
});

Deno.test("drop path is a linear ramp to 0.2 by default, with its source", () => {
  const { dropPath } = retrainParams.parse({});
  assertEquals(dropPath, 0.2);
  assertStringIncludes(
    z.globalRegistry.get(retrainParams.shape.dropPath)?.description ?? "",
    "0.2 in the published code (0.3 in the paper DARTS, 0 for ImageNet)",
  );
  assertEquals(dropPathAt(0, { epochs: 600, probability: dropPath }), 0);
  assertAlmostEquals(
    dropPathAt(300, { epochs: 600, probability: dropPath }),
    0.1,
    1e-12,
  );
  assertAlmostEquals(
    dropPathAt(599, { epochs: 600, probability: dropPath }),
    0.2 * 599 / 600,
    1e-12,
  );
});
