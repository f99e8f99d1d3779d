import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { narrowedSpace } from "./narrowed_space.ts";
import { searchSpace } from "./edge_space.ts";

const space = searchSpace("darts8", { nodes: 1 });
const finite = fc.double({ min: -3, max: 3, noNaN: true });
const rows = fc.array(fc.array(finite, { minLength: 8, maxLength: 8 }), {
  minLength: 2,
  maxLength: 2,
});

Deno.test("narrowedSpace() keeps the strongest candidates in their order, twice as well as at once", () => {
  fc.assert(
    fc.property(rows, rows, (normal, reduce) => {
      const alphas = { normal, reduce };
      const five = narrowedSpace(space, alphas, 5);
      for (const kind of ["normal", "reduce"] as const) {
        five[kind].forEach((kept, edge) => {
          assertEquals(kept.length, 5);
          const all = space[kind][edge]!;
          assertEquals(all.filter((name) => kept.includes(name)), kept);
          const alpha = (name: typeof all[number]) =>
            alphas[kind][edge]![all.indexOf(name)]!;
          const weakest = Math.min(...kept.map(alpha));
          const dropped = all.filter((name) => !kept.includes(name));
          assertEquals(dropped.every((name) => alpha(name) <= weakest), true);
        });
      }
      const pick = (kind: "normal" | "reduce") =>
        five[kind].map((kept, edge) =>
          kept.map((name) =>
            alphas[kind][edge]![space[kind][edge]!.indexOf(name)]!
          )
        );
      assertEquals(
        narrowedSpace(
          five,
          { normal: pick("normal"), reduce: pick("reduce") },
          3,
        ),
        narrowedSpace(space, alphas, 3),
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("narrowedSpace() drops the first of equals and leaves the name and nothing of a mixture", () => {
  const equal = [[1, 1, 1], [1, 1, 1]];
  const found = narrowedSpace(
    {
      ...searchSpace("s3", { nodes: 1 }),
      mixture: "full",
    },
    { normal: equal, reduce: equal },
    2,
  );
  const kept = ["skip_connect", "sep_conv_3x3"];
  assertEquals(found as unknown, {
    name: "s3",
    nodes: 1,
    normal: [kept, kept],
    reduce: [kept, kept],
  });
});

Deno.test("narrowedSpace() refuses to keep one or all operations", () => {
  const equal = [[1, 1, 1], [1, 1, 1]];
  for (const keep of [1, 3, 2.5]) {
    assertThrows(
      () =>
        narrowedSpace(searchSpace("s3", { nodes: 1 }), {
          normal: equal,
          reduce: equal,
        }, keep),
      RangeError,
      `Expected to keep 2 to 2 of the 3 operations of an edge but found ${keep}`,
    );
  }
  const two = [[1, 1], [1, 1]];
  assertThrows(
    () =>
      narrowedSpace(searchSpace("s2", { nodes: 1 }), {
        normal: two,
        reduce: two,
      }, 2),
    RangeError,
    "Cannot narrow 2 operations per edge in s2: at least 3 are needed",
  );
});

Deno.test("narrowedSpace() keeps what is known of operations that are not built in", () => {
  const row = ["noise", "blur", "squeeze"];
  const operations = { blur: { parameterFree: true }, squeeze: {} };
  const own = {
    name: "mine",
    nodes: 1,
    normal: [row, row],
    reduce: [row, row],
  };
  const alphas = {
    normal: [[0, 1, 2], [0, 1, 2]],
    reduce: [[2, 1, 0], [2, 1, 0]],
  };
  assertEquals(narrowedSpace({ ...own, operations }, alphas, 2), {
    ...own,
    normal: [["blur", "squeeze"], ["blur", "squeeze"]],
    reduce: [["noise", "blur"], ["noise", "blur"]],
    operations,
  });
});
