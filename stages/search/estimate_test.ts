import { assert, assertEquals } from "@std/assert";
import { upstreamData as data } from "../../test/support/stages/upstream_data.ts";
import { estimate as estimateRetrain } from "../retrain/estimate.ts";
import { retrainParams } from "../retrain/params.ts";
import { estimate as estimateSearch } from "./estimate.ts";
import { searchParams } from "./params.ts";

Deno.test("a published search and retraining are expected to take days", () => {
  const search = (method: string) =>
    estimateSearch(searchParams.parse({ space: "darts", method }), {
      data: data("cifar10"),
    })!;
  const days = (seconds: number) => seconds / 86_400;
  assert(days(search("sdarts-rs").seconds) > 0.5);
  assert(days(search("sdarts-rs").seconds) < 3);
  assert(search("sdarts-adv").seconds > 2 * search("sdarts-rs").seconds);
  // its maps are as many, so it is not a quarter
  const partial = search("pc-darts").seconds / search("darts").seconds;
  assert(partial > 0.5 && partial < 0.6, `${partial}`);
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
  const retrain = estimateRetrain(retrainParams.parse({}), {
    data: data("cifar10"),
  })!;
  assert(days(retrain.seconds) > 7 && days(retrain.seconds) < 30);
  const half = estimateRetrain(retrainParams.parse({ images: "weights" }), {
    data: data("cifar10"),
  })!;
  assert(half.seconds < 0.51 * retrain.seconds);
  assertEquals(estimateRetrain(retrainParams.parse({}), {}), undefined);
});
