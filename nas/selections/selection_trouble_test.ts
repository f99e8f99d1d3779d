import { assertEquals } from "@std/assert";
import { selectionTrouble } from "./selection_trouble.ts";

Deno.test("selectionTrouble() says what keeps a value from being a selection", () => {
  const trouble = (value: Record<string, unknown>) =>
    selectionTrouble({ name: "mine", edges: () => [], ...value }, ["usual"]);
  assertEquals(trouble({}), undefined);
  assertEquals(
    trouble({ name: "usual" }),
    "a name of its own but found usual, a built-in one",
  );
  assertEquals(
    trouble({ edges: undefined }),
    "a function edges but found none",
  );
  assertEquals(
    trouble({ edges: [] }),
    "a function edges but found []",
  );
});
