import { assertEquals } from "@std/assert";
import { initialSearchState } from "../search/search_state.ts";
import { supernetLayout } from "../network/supernet.ts";
import { tinySupernet } from "../../test/support/tensors/tiny_search.ts";
import { stateFault } from "./state_fault.ts";

const config = tinySupernet();
const layout = supernetLayout(config);

/** A state before its first step, with a value in one place of one tensor. */
function spoiled(name: string, at: number, value: number) {
  const { tensors } = initialSearchState(config.space, layout, 1);
  tensors[name]!.data[at] = value;
  return stateFault(tensors, { counts: {}, layout });
}

Deno.test("stateFault() looks at weights, momentum, statistics, alphas and Adam's moments, and names the field", () => {
  const { parameters, statistics, parameterCount } = layout;
  const last = parameters.at(-1)!;
  const second = statistics[1]!;
  for (
    const [name, at, field] of [
      ["weights", 0, parameters[0]!.name],
      ["weights", parameterCount - 1, last.name],
      ["momentum", last.offset, `momentum of ${last.name}`],
      ["running_mean", second.offset, `${second.name}.running_mean`],
      ["running_variance", second.offset, `${second.name}.running_var`],
      ["alphas_normal", 2, "alphas_normal"],
      ["adam_first_reduce", 1, "adam_first_reduce"],
      ["adam_second_normal", 0, "adam_second_normal"],
    ] as const
  ) {
    for (const value of [NaN, Infinity, -Infinity]) {
      const found = spoiled(name, at, value);
      assertEquals(
        found?.replace(/of \d+/, "of N"),
        `Expected finite numbers but found 1 of N not finite, the first (${value}) in ${field}`,
      );
    }
    assertEquals(spoiled(name, at, 0), undefined);
  }
  assertEquals(
    spoiled("running_variance", 0, -1)?.startsWith("Expected variances of 0"),
    true,
  );
});
