import { assertEquals, assertGreater } from "@std/assert";
import type { Upstream } from "../../pipeline/stage.ts";
import { upstreamData } from "../../test/support/stages/upstream_data.ts";
import { searchParams } from "../search/params.ts";
import { estimate } from "./estimate.ts";
import { projectParams } from "./params.ts";

const data = upstreamData("cifar10");
const search = (space: string, method = "darts"): Upstream => ({
  stage: "search",
  params: searchParams.parse({ space, method }),
  inputs: { data },
});

Deno.test("a published selection costs its 80 epochs and a validation for each candidate and edge", () => {
  const params = projectParams.parse({});
  const found = estimate(params, { data, search: search("darts") })!;
  assertEquals(
    found.basis,
    "80 epochs of 391 steps and 220 validations, 2.5 s a weight step as measured on two CPU cores",
  );
  const attacked = estimate(params, {
    data,
    search: search("darts", "sdarts-adv"),
  })!;
  assertGreater(attacked.seconds, 2 * found.seconds);
});

Deno.test("estimate() is undefined where the data, the search or its edges are not known", () => {
  const params = projectParams.parse({});
  const own: Upstream = { stage: "own", params: {}, inputs: {} };
  assertEquals(
    estimate(params, { data: own, search: search("s1") }),
    undefined,
  );
  assertEquals(estimate(params, { data, search: own }), undefined);
  assertEquals(
    estimate(params, { data, search: search("nasbench1shot1-1") }),
    undefined,
  );
});
