import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { splitForSearch } from "./split_for_search.ts";

Deno.test("splitForSearch() by position is the published split: first and second half of the files", () => {
  const labels = new Uint8Array(50_000);
  const { weights, alpha } = splitForSearch(labels, { portion: 0.5 });
  assertEquals([weights.length, weights[0], weights.at(-1)], [
    25_000,
    0,
    24_999,
  ]);
  assertEquals([alpha.length, alpha[0], alpha.at(-1)], [
    25_000,
    25_000,
    49_999,
  ]);
  // SVHN has an odd number: 36,628 and 36,629 (docs/method.md section 4).
  const odd = splitForSearch(new Uint8Array(73_257), { portion: 0.5 });
  assertEquals([odd.weights.length, odd.alpha.length], [36_628, 36_629]);
});

Deno.test("splitForSearch() by class divides within each class, in file order", () => {
  const { weights, alpha } = splitForSearch([0, 1, 0, 0, 1, 0, 1, 1], {
    portion: 0.5,
    classes: 2,
  });
  assertEquals([weights, alpha], [[0, 1, 2, 4], [3, 5, 6, 7]]);
  const odd = splitForSearch([0, 0, 0, 1, 1, 1], { portion: 0.5, classes: 2 });
  assertEquals([odd.weights, odd.alpha], [[0, 1, 3], [2, 4, 5]]);
});

Deno.test("splitForSearch() uses every image once and keeps the portion", () => {
  fc.assert(fc.property(
    fc.array(fc.nat(4), { minLength: 4, maxLength: 80 }),
    fc.double({ min: 0.25, max: 0.75, noNaN: true }),
    fc.boolean(),
    (labels, portion, stratified) => {
      const { weights, alpha } = splitForSearch(labels, {
        portion,
        ...(stratified ? { classes: 5 } : {}),
      });
      assertEquals(
        [...weights, ...alpha].sort((a, b) => a - b),
        labels.map((_, at) => at),
      );
      assertEquals(weights.length, Math.floor(portion * labels.length));
      for (let own = 0; stratified && own < 5; own++) {
        const total = labels.filter((label) => label === own).length;
        assert(
          Math.abs(
            weights.filter((at) => labels[at] === own).length - portion * total,
          ) < 1,
        );
      }
    },
  ));
});

Deno.test("splitForSearch() refuses an empty side", () => {
  assertThrows(
    () => splitForSearch([0, 1], { portion: 0.3 }),
    RangeError,
    "Expected images on both sides but found a portion of 0.3 of 2 training images",
  );
});
