import { assert, assertEquals, assertThrows } from "@std/assert";
import { languageData, type LanguageReading } from "./language_data.ts";

const READING: LanguageReading = {
  batch: 2,
  validationBatch: 3,
  length: 8,
  seed: 1,
  lengths: "training",
};

const parts = (train: number, valid: number) => ({
  train: Int32Array.from({ length: train }, (_, i) => i),
  valid: Int32Array.from({ length: valid }, (_, i) => 1_000 + i),
});

Deno.test("steps of an epoch read the training text from top to bottom, in lengths that an epoch draws", () => {
  const data = languageData(parts(200, 40), READING);
  const lengths = (epoch: number) => {
    let from = 0;
    return Array.from({ length: data.steps(epoch) }, (_, step) => {
      const { x, y, length } = data.weights(epoch, step);
      // two columns of 100 rows
      assertEquals([...x.subarray(0, 2)], [from, from + 100]);
      assertEquals([...y.subarray(0, 2)], [from + 1, from + 101]);
      from += length;
      assert(length <= 28);
      return length;
    });
  };
  const first = lengths(0);
  assert(first.reduce((a, b) => a + b) >= 98);
  assert(new Set(first).size > 2);
  assert(JSON.stringify(lengths(1)) !== JSON.stringify(first));
  // of the seed and the epoch alone
  assertEquals(lengths(0), first);
});

Deno.test("steps of a search have the full length, or seldom half of it", () => {
  const data = languageData(parts(40_000, 40), {
    ...READING,
    lengths: "search",
  });
  const lengths = Array.from(
    { length: data.steps(0) },
    (_, step) => data.weights(0, step).length,
  );
  const counts = Map.groupBy(lengths.slice(0, -1), (length) => length);
  assertEquals([...counts.keys()].toSorted(), [4, 8]);
  const share = counts.get(4)!.length / lengths.length;
  assert(share > 0.03 && share < 0.07, `${share}`);
});

Deno.test("alpha steps go through the validation text again and again, always for the full length", () => {
  const data = languageData(parts(400, 40), {
    ...READING,
    lengths: "search",
  });
  const starts = new Set<number>();
  for (let step = 0; step < data.steps(0); step++) {
    const { x, length } = data.alpha(0, step);
    assertEquals(length, 8);
    starts.add(x[0]!);
  }
  // rows 0, 8, 16 - 12, 24 - 24 ...
  assertEquals([...starts].toSorted(), [1_000, 1_004, 1_008]);
  // a text of fewer rows than a step gives all that it has
  assertEquals(
    languageData(parts(400, 12), { ...READING, lengths: "search" })
      .alpha(0, 3).length,
    5,
  );
});

Deno.test("validation reads the whole text, and short texts are refused with their name", () => {
  const data = languageData(parts(200, 40), READING);
  // 13 rows of 3, of which the last one is only predicted
  assertEquals([...data.validation()].map(({ length }) => length), [8, 4]);
  assertThrows(
    () => languageData(parts(3, 40), READING),
    RangeError,
    "Expected 4 tokens or more, for a batch of 2, but found 3 in train.txt",
  );
  assertThrows(
    () => languageData(parts(200, 5), READING),
    RangeError,
    "found 5 in valid.txt",
  );
});
