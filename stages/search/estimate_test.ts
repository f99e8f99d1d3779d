import { assert, assertEquals } from "@std/assert";
import {
  knownData,
  knownInputs,
} from "../../test/support/stages/known_inputs.ts";
import { OPERATION_STOP } from "../../nas/regularisers/operation_stop_rule.ts";
import { estimate as estimateRetrain } from "../retrain/estimate.ts";
import { retrainParams } from "../retrain/params.ts";
import { estimate as estimateSearch } from "./estimate.ts";
import { searchParams } from "./params.ts";

const inputs = knownInputs({
  data: knownData({ dataset: "cifar10" }).outputs!.dataset,
});

Deno.test("a published search and retraining are expected to take days", () => {
  const search = (method: string) =>
    estimateSearch(searchParams.parse({ space: "darts", method }), inputs)!;
  const days = (seconds: number) => seconds / 86_400;
  assert(days(search("sdarts-rs").seconds) > 0.5);
  assert(days(search("sdarts-rs").seconds) < 3);
  assert(search("sdarts-adv").seconds > 2 * search("sdarts-rs").seconds);
  // its maps are as many, so it is not a quarter
  const partial = search("pc-darts").seconds / search("darts").seconds;
  assert(partial > 0.5 && partial < 0.6, `${partial}`);
  // one of five operations on each edge; validation computes all
  const graph = (method: string) =>
    estimateSearch(
      searchParams.parse({ space: "nasbench201", method }),
      inputs,
    )!.seconds;
  const choices = (method: string) =>
    estimateSearch(
      searchParams.parse({ space: "nasbench1shot1-1", method }),
      inputs,
    )!.seconds;
  // each phase has a warm-up of its own
  const warmed = (changes: object) =>
    estimateSearch(
      searchParams.parse({
        space: "nasbench201",
        method: "drnas",
        epochs: 100,
        ...changes,
      }),
      inputs,
    )!.seconds;
  assertEquals(
    warmed({ warmup: 10, phases: [{ after: 50, keep: 3 }] }),
    warmed({ warmup: 20 }),
  );
  // no alpha steps
  const random = choices("rsps") / choices("darts");
  assert(random > 0.5 && random < 0.9, `${random}`);
  const drawn = graph("gdas") / graph("darts");
  assert(drawn > 0.2 && drawn < 0.5, `${drawn}`);
  assertEquals(
    search("darts").basis,
    "50 epochs of 391 steps, 2.5 s a weight step as measured on two CPU cores",
  );
  // Published: 0.4 and 1.3 GPU-days.
  const published = { "sdarts-rs": 0.4, "sdarts-adv": 1.3 };
  for (const [method, amount] of Object.entries(published)) {
    const ratio = search(method).equivalent!.amount / amount;
    assert(ratio > 0.9 && ratio < 1.1, `${method}: ${ratio}`);
  }
  const stopping = estimateSearch(
    searchParams.parse({
      space: "darts",
      method: { regulariser: "./mine.ts" },
    }),
    { ...inputs, parts: { regulariser: { stops: OPERATION_STOP } } },
  )!;
  assertEquals(stopping.seconds, search("oles").seconds);
  const own = (cost: number) =>
    estimateSearch(
      searchParams.parse({
        space: "darts",
        method: { perturbation: "./mine.ts" },
      }),
      { ...inputs, parts: { perturbation: { cost } } },
    )!.seconds;
  assertEquals(own(0), search("darts").seconds);
  assertEquals(own(4), search("sdarts-adv").seconds);
  const retrain = estimateRetrain(retrainParams.parse({}), inputs)!;
  assert(days(retrain.seconds) > 7 && days(retrain.seconds) < 30);
  const half = estimateRetrain(
    retrainParams.parse({ images: "weights" }),
    inputs,
  )!;
  assert(half.seconds < 0.51 * retrain.seconds);
  assertEquals(
    estimateRetrain(retrainParams.parse({}), knownInputs()),
    undefined,
  );
});
