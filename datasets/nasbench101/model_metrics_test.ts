import { assertEquals, assertThrows } from "@std/assert";
import { makeMetrics } from "../../test/support/data/make_benchmark.ts";
import { decodeModelMetrics } from "./model_metrics.ts";

const bytes = makeMetrics({ test: 0.9, epochs: 108 });

Deno.test("decodeModelMetrics() reads evaluations, parameters and time", () => {
  const { evaluations, trainableParameters, totalTime } = decodeModelMetrics(
    bytes,
  );
  assertEquals(evaluations.map(({ currentEpoch }) => currentEpoch), [
    0,
    54,
    108,
  ]);
  assertEquals(evaluations[2]?.testAccuracy, 0.9);
  assertEquals([trainableParameters, totalTime], [300, 1080]);
});

Deno.test("decodeModelMetrics() refuses what is cut off or damaged, with the place", () => {
  for (let length = 0; length < bytes.length; length++) {
    try {
      decodeModelMetrics(bytes.subarray(0, length));
    } catch (error) {
      assertEquals(error instanceof SyntaxError, true, String(error));
    }
  }
  const cases: [number[], string][] = [
    [[0x0a, 0], "current_epoch not found at byte 2 of its metrics"],
    [[0x0a, 5, 1], "Expected a whole field but found a damaged one"],
    // a group, field 0, a length of 4 GiB and a varint of 11 bytes
    [[0x0b, 0x0c], "(tag 11) at byte 0 of its metrics"],
    [[0x00, 1], "(tag 0) at byte 0 of its metrics"],
    [[0x0a, 255, 255, 255, 255, 15], "at byte 0 of its metrics"],
    [[0x10, ...Array(11).fill(0x80)], "at byte 0 of its metrics"],
    [[0x10, 1, 0x0a, 2, 0x0f, 0], "(tag 15) at byte 4 of its metrics"],
    [[0x10, 1], "evaluation_data not found"],
  ];
  for (const [values, message] of cases) {
    assertThrows(
      () => decodeModelMetrics(Uint8Array.from(values)),
      SyntaxError,
      message,
    );
  }
});

Deno.test("decodeModelMetrics() reads a published example", () => {
  const bytes = Uint8Array.from(
    atob(
      "Ci0JAAAAAAAAAAARAAAAAAAAAAAZAAAAoKqquT8hAAAAYJAGuT8pAAAAAGmQuT8KLQkAAAAAAAAAQBEAAADAdJNGQBkAAABgkAa6PyEAAAAg3/K6PykAAACAy7e6PwotCQAAAAAAABBAEQAAACDbeVZAGQAAAEAaZNY/IQAAAGBVVdY/KQAAAODybdY/EIqYigQZAABAhznbeUA=",
    ),
    (c) => c.charCodeAt(0),
  );
  const { evaluations, trainableParameters, totalTime } = decodeModelMetrics(
    bytes,
  );
  assertEquals(evaluations.map((e) => e.currentEpoch), [0, 2, 4]);
  assertEquals(evaluations[2]!.validationAccuracy, 0.3489583432674408);
  assertEquals([trainableParameters, totalTime], [8555530, 413.7015450000763]);
});
