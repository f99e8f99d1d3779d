import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import {
  knownData,
  knownInputs,
} from "../../test/support/stages/known_inputs.ts";
import { facts as searchFacts } from "../search/facts.ts";
import { searchParams } from "../search/params.ts";
import { estimate } from "./estimate.ts";
import { projectParams } from "./params.ts";

const data = knownData({ dataset: "cifar10" }).outputs!.dataset;
const inputs = (space: string, method = "darts", cells = 8) =>
  knownInputs({
    data,
    search: searchFacts(
      searchParams.parse({ space, method, cells }),
      knownInputs({ data }),
    ).outputs!.supernet,
  });

Deno.test("a published selection costs its 80 epochs and a validation for each candidate and edge", () => {
  const params = projectParams.parse({});
  const found = estimate(params, inputs("darts"))!;
  assertEquals(
    found.basis,
    "80 epochs of 391 steps and 220 validations, 2.5 s a weight step as measured on two CPU cores",
  );
  // a single cell is a reduction: nothing is decided for normal cells
  const single = estimate(params, inputs("darts", "darts", 1))!;
  assertMatch(single.basis, /^80 epochs of 391 steps and 110 validations/);
  const attacked = estimate(params, inputs("darts", "sdarts-adv"))!;
  assertGreater(attacked.seconds, 2 * found.seconds);
});

Deno.test("estimate() is undefined where the data, the search or its edges are not known", () => {
  const params = projectParams.parse({});
  const { input } = inputs("s1");
  const known = { data, search: input("search") };
  assert(estimate(params, knownInputs(known)) !== undefined);
  for (const name of ["data", "search"]) {
    const rest = knownInputs({ ...known, [name]: undefined });
    assertEquals(estimate(params, rest), undefined);
  }
  assertEquals(estimate(params, inputs("nasbench1shot1-1")), undefined);
});
