import { assertEquals } from "@std/assert";
import { alphaLossTrouble } from "./alpha_loss_trouble.ts";

Deno.test("alphaLossTrouble() says what keeps a value from being a loss of alpha steps", () => {
  const trouble = (value: Record<string, unknown>) =>
    alphaLossTrouble({ name: "mine", loss: () => 0, ...value }, ["usual"]);
  assertEquals(trouble({}), undefined);
  assertEquals(
    trouble({ name: "usual" }),
    "a name of its own but found usual, a built-in one",
  );
  assertEquals(trouble({ weight: () => 0 }), undefined);
  assertEquals(
    trouble({ weight: 3 }),
    "a function weight but found 3",
  );
  assertEquals(
    trouble({ loss: undefined }),
    "a function loss but found none",
  );
  assertEquals(
    trouble({ loss: "x" }),
    'a function loss but found "x"',
  );
});
