import { assertEquals, assertThrows } from "@std/assert";
import { chosenPoints } from "./chosen_points.ts";

const POINTS = [0.001, 0.1, 10].flatMap((lr) =>
  ["sgd", "a=b"].map((opt) => ({ lr, opt }))
);

Deno.test("chosenPoints() keeps what each axis allows, and refuses what no point has", () => {
  const chosen = (...words: string[]) =>
    POINTS.filter(chosenPoints(words, { stage: "train", points: POINTS }));
  assertEquals(chosen(), POINTS);
  assertEquals(chosen("lr=1e-3", "lr=10", "opt=a=b"), [
    { lr: 0.001, opt: "a=b" },
    { lr: 10, opt: "a=b" },
  ]);
  for (
    const [word, message] of [
      ["lt=1", "an axis of train (lr, opt) but found lt=1"],
      ["lr", "to be AXIS=VALUE"],
      ["lr=2", "a value of axis lr (0.001, 0.1, 10) but found 2"],
      ["opt=sgdm", "but found sgdm (did you mean sgd?)"],
    ] as const
  ) assertThrows(() => chosen(word), Error, message);
});
