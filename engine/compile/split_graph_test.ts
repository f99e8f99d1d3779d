import { assert, assertEquals } from "@std/assert";
import { type GraphOperation, splitGraph } from "./split_graph.ts";

function graph(
  rows: readonly [name: string, inputs: number[], after?: number[]][],
): GraphOperation[] {
  return rows.map(([name, inputs, after = []], id) => ({
    operation: BigInt(id),
    name,
    inputs,
    after,
    outputs: [id],
  }));
}

const ids = (operations: readonly GraphOperation[]) =>
  operations.map(({ operation }) => Number(operation));

Deno.test("constants go to both parts, and what nothing reads to neither", () => {
  const split = splitGraph(
    graph([
      ["Placeholder", []],
      ["Placeholder", []],
      ["Const", []],
      ["Mul", [0, 2]],
      ["Exp", [0]],
      ["Add", [3, 1]],
      ["Mul", [5, 2]],
    ]),
    { varying: [1], results: [6] },
  );
  assertEquals(ids(split.fixed), [2, 3]);
  assertEquals(ids(split.varying), [2, 5, 6]);
  assertEquals(split.crossing, [3]);
});

Deno.test("a result that depends on fixed inputs alone is given by the second part", () => {
  const split = splitGraph(
    graph([
      ["Placeholder", []],
      ["Placeholder", []],
      ["Exp", [0]],
      ["Identity", [2]],
    ]),
    { varying: [1], results: [3] },
  );
  assertEquals(ids(split.fixed), [2]);
  assertEquals(ids(split.varying), [3]);
  assertEquals(split.crossing, [2]);
});

Deno.test("what waits for a varying value is varying, and what a varying operation waits for belongs to its part", () => {
  const split = splitGraph(
    graph([
      ["Placeholder", []],
      ["Placeholder", []],
      ["Neg", [1]],
      ["Exp", [0], [2]],
      ["Log", [0]],
      ["Mul", [3, 1], [4]],
      ["Sin", [4]],
      ["Add", [5, 6]],
    ]),
    { varying: [1], results: [7] },
  );
  assertEquals(ids(split.varying), [2, 3, 4, 5, 7]);
  assertEquals(ids(split.fixed), [4, 6]);
  assertEquals(split.crossing, [6]);
});

Deno.test("each part has all that it reads (random graphs)", () => {
  let state = 1;
  const below = (n: number) => {
    state = Math.imul(state, 1103515245) + 12345 & 0x7fffffff;
    return (state >> 8) % n;
  };
  for (let round = 0; round < 200; round++) {
    const rows: [string, number[], number[]][] = [
      ["Placeholder", [], []],
      ["Placeholder", [], []],
    ];
    for (let i = 2; i < 30; i++) {
      const pick = (most: number) =>
        Array.from({ length: below(most + 1) }, () => below(i));
      const inputs = pick(2);
      rows.push([inputs.length > 0 ? "Op" : "Const", inputs, pick(1)]);
    }
    const operations = graph(rows);
    const { fixed, varying, crossing } = splitGraph(operations, {
      varying: [1],
      results: [29],
    });
    const [first, second] = [new Set(ids(fixed)), new Set(ids(varying))];
    assert(second.has(29));
    for (const { inputs, after } of varying) {
      for (const id of inputs) {
        assert(id < 2 || second.has(id) || crossing.includes(id));
      }
      for (const id of after) assert(id < 2 || second.has(id));
    }
    for (const { inputs, after } of fixed) {
      for (const id of [...inputs, ...after]) {
        assert(id === 0 || first.has(id));
      }
    }
    for (const id of crossing) assert(first.has(id));
  }
});
