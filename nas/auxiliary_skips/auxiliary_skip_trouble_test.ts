import { assertEquals } from "@std/assert";
import { auxiliarySkipTrouble } from "./auxiliary_skip_trouble.ts";

Deno.test("auxiliarySkipTrouble() says what keeps a value from being an auxiliary skip", () => {
  const trouble = (value: Record<string, unknown>) =>
    auxiliarySkipTrouble({ name: "mine", factor: () => 1, ...value }, [
      "linear",
    ]);
  assertEquals(trouble({}), undefined);
  assertEquals(
    trouble({ name: "linear" }),
    "a name of its own but found linear, a built-in one",
  );
  assertEquals(
    trouble({ factor: undefined }),
    "a function factor but found none",
  );
});
