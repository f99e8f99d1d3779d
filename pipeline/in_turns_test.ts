import { assertEquals, assertRejects } from "@std/assert";
import { inTurns } from "./in_turns.ts";

Deno.test("inTurns() does pieces of work one after the other, a failed one too", async () => {
  const inTurn = inTurns();
  const done: string[] = [];
  const work = (name: string) => async () => {
    done.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    done.push(`${name} ends`);
    if (name === "b") throw new Error("b failed");
    return name;
  };
  const [a, b, c] = ["a", "b", "c"].map((name) => inTurn(work(name)));
  assertEquals(await a, "a");
  await assertRejects(() => b!, Error, "b failed");
  assertEquals(await c, "c");
  assertEquals(
    done,
    ["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
});
