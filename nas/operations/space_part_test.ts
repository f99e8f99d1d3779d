import { assertEquals } from "@std/assert";
import { ownSpace } from "../space/own_space.ts";
import type { Operation } from "./operation.ts";
import { type SpacePart, spaceTrouble } from "./space_part.ts";

const conv: Operation = {
  name: "conv_1x1",
  takesWeight: true,
  forward: (layers, x, { name, stride, affine, weight }) =>
    layers.convNorm(layers.relu(x), {
      name: `${name}.1`,
      filters: layers.channels(x),
      stride: [stride, stride],
    }, { name: `${name}.2`, affine, weight }),
};
const part: SpacePart = {
  name: "mine",
  nodes: 1,
  candidates: ["skip_connect", "conv_1x1"],
  operations: { conv_1x1: conv },
};
const check = (changes: Readonly<Record<string, unknown>>) =>
  spaceTrouble({ ...part, ...changes });
const checkOperation = (changes: Partial<Operation>) =>
  check({ operations: { conv_1x1: { ...conv, ...changes } } });

Deno.test("a space with an operation of its own is one, and files get what is known of it", () => {
  assertEquals(check({}), undefined);
  const lists = [["none", "conv_1x1"], ["skip_connect", "noise"]];
  assertEquals(
    check({ candidates: undefined, normal: lists, reduce: lists }),
    undefined,
  );
  assertEquals(ownSpace(part).operations, { conv_1x1: {} });
  assertEquals(
    ownSpace({ ...part, candidates: ["noise"] }).operations,
    undefined,
  );
});

Deno.test("what is wrong with a space is said in one line", () => {
  const cases: [Readonly<Record<string, unknown>>, string][] = [
    [{ name: "s2" }, "a name of its own but found s2, a built-in one"],
    [{ nodes: 9 }, "nodes from 1 to 8 but found 9"],
    [{ nodes: undefined }, "nodes from 1 to 8 but found none"],
    [{ operations: [1] }, "operations by name but found [1]"],
    [
      { candidates: "noise" },
      'candidates as a list of operations but found "noise"',
    ],
    [
      { normal: ["noise"] },
      'normal as 2 lists of operations but found ["noise"]',
    ],
    [
      { candidates: ["conv_11"] },
      "candidates of none, noise, max_pool_3x3, avg_pool_3x3, skip_connect, sep_conv_3x3, sep_conv_5x5, sep_conv_7x7, " +
      'dil_conv_3x3, dil_conv_5x5, conv_7x1_1x7, nor_conv_1x1, nor_conv_3x3, conv_1x1 but found "conv_11"',
    ],
    [
      { candidates: ["noise", "noise"] },
      "edges that fit (Expected each operation once but found noise twice in candidates)",
    ],
    [
      { normal: [["noise"]] },
      "edges that fit (Expected 2 edges, as 1 nodes have, but found 1 in normal)",
    ],
    [
      { operations: { conv_1x1: 3 } },
      "an operation conv_1x1 with a function forward but found 3",
    ],
    [
      { operations: { noise: conv } },
      "operations with names of their own (Expected another name than noise, which is built in)",
    ],
  ];
  for (const [changes, message] of cases) assertEquals(check(changes), message);
});

Deno.test("an operation is tried at both strides, as a search and a retraining use it", () => {
  const cases: [Partial<Operation>, string][] = [
    [{ name: "other" }, 'with that name but found "other"'],
    [
      { forward: (_, x) => x, takesWeight: false },
      "that makes 4x4x4 of 8x8x4 at stride 2 but found 8x8x4",
    ],
    [
      {
        forward: (layers, x, { name, stride, affine }) =>
          conv.forward(layers, x, { name, stride, affine }),
      },
      "that multiplies by the mixture weight once, as it takes it, but found 0 times",
    ],
    [
      { parameterFree: true },
      "that has no parameters, as it says, but found a.1.weight",
    ],
    [
      {
        forward: (layers, x, place) =>
          conv.forward(layers, x, { ...place, name: "fixed" }),
      },
      "that runs but found Two parameters have the name fixed.1.weight",
    ],
    [
      { normalised: true },
      "that takes the mixture weight or is normalised but found both",
    ],
    [
      { identity: true },
      "that passes its input on at stride 1, as it says, but found convNorm()",
    ],
  ];
  for (const [changes, message] of cases) {
    assertEquals(checkOperation(changes), `an operation conv_1x1 ${message}`);
  }
});
