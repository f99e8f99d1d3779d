import { assertEquals } from "@std/assert";
import { bytesText, durationText, numberText } from "./quantities.ts";

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

for (
  const [bytes, text] of [
    [0, "0 B"],
    [999, "999 B"],
    [1500, "1.5 kB"],
    [99_500, "100 kB"],
    [999_499, "999 kB"],
    [999_500, "1 MB"],
    [2.5e9, "2.5 GB"],
    [5e15, "5000 TB"],
  ] as const
) {
  Deno.test(`bytesText(${bytes}) is ${text}`, () => {
    assertEquals(bytesText(bytes), text);
  });
}

Deno.test("numberText() keeps four digits", () => {
  for (
    const [value, text] of [
      [0, "0"],
      [1 / 3, "0.3333"],
      [-12.345678, "-12.35"],
      [1234567, "1,234,567"],
      [0.00001234, "1.23e-5"],
      [1e9 + 0.5, "1.00e+9"],
      [0.5, "0.5"],
    ] as const
  ) assertEquals(numberText(value), text);
});
