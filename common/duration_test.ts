import { assertEquals } from "@std/assert";
import { durationText } from "./duration.ts";

for (
  const [seconds, text] of [
    [0, "0.0s"],
    [0.64, "0.6s"],
    [9.96, "10s"],
    [59.6, "1m 00s"],
    [432, "7m 12s"],
    [3600, "1h 00m"],
    [11100, "3h 05m"],
  ] as const
) {
  Deno.test(`durationText(${seconds}) is ${text}`, () => {
    assertEquals(durationText(seconds), text);
  });
}
