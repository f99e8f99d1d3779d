import { assertEquals } from "@std/assert";
import { regulariserTrouble } from "./regulariser_trouble.ts";

Deno.test("regulariserTrouble() says what keeps a value from being a regulariser", () => {
  const stop = () => undefined;
  const trouble = (watch: unknown, name = "mine") =>
    regulariserTrouble({ name, watch }, ["none"]);
  const goOn = { weightDecay: stop, oldest: stop };
  assertEquals(trouble(undefined), undefined);
  assertEquals(trouble({ every: 2, stop }), undefined);
  assertEquals(trouble({ every: 2, stop, undecided: stop, goOn }), undefined);
  assertEquals(
    trouble(undefined, "none"),
    "a name of its own but found none, a built-in one",
  );
  for (
    const [watch, expected] of [
      [3, "a mapping watch but found 3"],
      [{ stop }, "a whole number every in watch but found none"],
      [{ every: 0, stop }, "a whole number every in watch but found 0"],
      [{ every: 2 }, "a function stop in watch but found none"],
      [
        { every: 2, stop, undecided: 1 },
        "a function undecided in watch but found 1",
      ],
      [
        { every: 2, stop, goOn: true },
        "a mapping goOn in watch but found true",
      ],
      [
        { every: 2, stop, goOn: { oldest: stop } },
        "a function weightDecay in goOn but found none",
      ],
    ] as const
  ) assertEquals(trouble(watch), expected);
});
