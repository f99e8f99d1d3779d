import { assertEquals } from "@std/assert";
import { perturbationTrouble } from "./perturbation_trouble.ts";

Deno.test("perturbationTrouble() says what keeps a value from being a perturbation", () => {
  const prepare = () => () => undefined;
  const trouble = (value: Record<string, unknown>) =>
    perturbationTrouble({ name: "mine", prepare, ...value }, ["random"]);
  assertEquals(trouble({}), undefined);
  assertEquals(trouble({ cost: 2 }), undefined);
  assertEquals(
    trouble({ name: "random" }),
    "a name of its own but found random, a built-in one",
  );
  assertEquals(
    trouble({ prepare: undefined }),
    "a function prepare but found none",
  );
  assertEquals(
    trouble({ prepare: 3 }),
    "a function prepare but found 3",
  );
  for (const [cost, shown] of [[-1, "-1"], [NaN, "NaN"], ["2", '"2"']]) {
    assertEquals(trouble({ cost }), `a cost of 0 or more but found ${shown}`);
  }
});
