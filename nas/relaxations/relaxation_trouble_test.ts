import { assertEquals } from "@std/assert";
import { relaxationTrouble } from "./relaxation_trouble.ts";

Deno.test("relaxationTrouble() says what keeps a value from being a relaxation", () => {
  const trouble = (value: Record<string, unknown>) =>
    relaxationTrouble({
      name: "mine",
      weights: () => 0,
      row: () => [],
      simplex: true,
      ...value,
    }, ["usual"]);
  assertEquals(trouble({}), undefined);
  assertEquals(trouble({ shiftInvariant: true, initial: 0 }), undefined);
  const cases: [Record<string, unknown>, string][] = [
    [{ name: "usual" }, "a name of its own but found usual, a built-in one"],
    [{ weights: undefined }, "a function weights but found none"],
    [{ row: 3 }, "a function row but found 3"],
    [{ simplex: undefined }, "simplex true or false but found none"],
    [
      { shiftInvariant: 1 },
      "shiftInvariant true or false, or none, but found 1",
    ],
    [{ initial: "0" }, 'a number initial, or none, but found "0"'],
  ];
  for (const [value, expected] of cases) assertEquals(trouble(value), expected);
});
