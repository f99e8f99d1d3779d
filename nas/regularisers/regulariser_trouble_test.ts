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

Deno.test("regulariserTrouble() says what keeps a value from stopping operations", () => {
  const trouble = (stops: unknown, more = {}) =>
    regulariserTrouble({ name: "mine", stops, ...more }, []);
  const right = { window: 21, threshold: 0.4 };
  assertEquals(trouble(right), undefined);
  assertEquals(
    trouble({ ...right, divisor: 20 }, { takesBest: true }),
    undefined,
  );
  for (
    const [stops, expected] of [
      [3, "a mapping stops but found 3"],
      [{ threshold: 1 }, "a whole number window in stops but found none"],
      [{ window: 2 }, "a number threshold in stops but found none"],
      [
        { ...right, divisor: 0 },
        "a number divisor in stops above 0 but found 0",
      ],
    ] as const
  ) assertEquals(trouble(stops), expected);
  // a search that returns to an earlier epoch would have to take its stops back
  const watch = { every: 2, stop: () => undefined };
  assertEquals(
    trouble(right, { watch }),
    "watch, or stops and takesBest, but found watch beside stops",
  );
  assertEquals(
    trouble(undefined, { watch, takesBest: true }),
    "watch, or stops and takesBest, but found watch beside takesBest",
  );
  assertEquals(
    trouble(right, { takesBest: 1 }),
    "true or false as takesBest but found 1",
  );
});
