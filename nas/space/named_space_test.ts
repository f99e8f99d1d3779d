import { assertEquals, assertThrows } from "@std/assert";
import { choiceBlocks, type ChoiceSpace, choiceSpace } from "./choice_space.ts";
import { ALL_SPACE_NAMES, namedSpace } from "./named_space.ts";
import { searchSpace } from "./edge_space.ts";

Deno.test("namedSpace() knows every space by its name", () => {
  const published = ALL_SPACE_NAMES.filter((name) => name !== "own");
  assertEquals(published.map((name) => namedSpace(name).name), [
    ...published,
  ]);
  assertEquals(namedSpace("s2", { nodes: 3 }), searchSpace("s2", { nodes: 3 }));
  assertEquals(
    ([1, 2, 3] as const).map((n) =>
      choiceBlocks(namedSpace(`nasbench1shot1-${n}`) as ChoiceSpace)
    ),
    [4, 4, 5],
  );
});

Deno.test("namedSpace() refuses other sizes and names", () => {
  const refuse = (name: string, nodes: number | undefined, message: string) =>
    assertThrows(
      () => namedSpace(name as "s1", { nodes }),
      RangeError,
      message,
    );
  refuse("nasbench1shot1-3", 4, "Expected 5 nodes but found 4");
  refuse("nasbench201", 5, "Expected 4 nodes but found 5 in space nasbench201");
  refuse("s1", 3, "Expected 4 nodes but found 3");
  refuse("s5", undefined, "Expected a space of s1, s2");
  assertThrows(
    () => choiceSpace("nasbench1shot1-4" as "nasbench1shot1-1"),
    RangeError,
    "did you mean",
  );
});
