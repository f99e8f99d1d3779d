import { assertEquals, assertThrows } from "@std/assert";
import { countNetwork } from "../network/count.ts";
import { type NetworkConfig, networkLayout } from "../network/network.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { graphSpace } from "../space/graph_space.ts";
import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { graphs } from "./networks.ts";
import { ofTableIndex } from "./table_order.ts";

const space = graphSpace("nasbench201");
const published = {
  operations: BUILT_IN_OPERATIONS,
  stem: BUILT_IN_STEMS.cifar,
  graphs,
  channels: 16,
  cells: 15,
  size: 32,
  auxiliary: false,
};
const network = (index: number, more: Partial<NetworkConfig> = {}) => ({
  ...published,
  genotype: ofTableIndex(space, index),
  classes: 10,
  ...more,
});

Deno.test("networks have the numbers of parameters that the published tables of NAS-Bench-201 give", () => {
  // `params` of the tables in millions, of CIFAR-10; 65 more for each further class.
  const table = { 0: 0.129306, 11: 0.802426, 284: 0.101306 };
  for (const [index, millions] of Object.entries(table)) {
    for (const classes of [10, 100, 120]) {
      assertEquals(
        countNetwork(network(Number(index), { classes })).parameters,
        Math.round(1e6 * millions) + 65 * (classes - 10),
      );
    }
  }
});

Deno.test("parameters of derived cells have the names of the reference, which counts edges with none too", () => {
  const { parameters } = networkLayout(network(284, { cells: 3, channels: 2 }));
  assertEquals(
    parameters.map(({ name }) => name).filter((name) =>
      /cells\.[01]\./.test(name)
    ),
    [
      ...["op.1.weight", "op.2.weight", "op.2.bias"].map((part) =>
        `cells.0.layers.4.${part}`
      ),
      ...["conv_a", "conv_b"].flatMap((block) =>
        ["op.1.weight", "op.2.weight", "op.2.bias"].map((part) =>
          `cells.1.${block}.${part}`
        )
      ),
      "cells.1.downsample.1.weight",
    ],
  );
});

Deno.test("networks of graph cells refuse what they do not have", () => {
  const refuse = (more: Partial<NetworkConfig>, message: string) =>
    assertThrows(() => networkLayout(network(0, more)), RangeError, message);
  refuse({ auxiliary: true }, "Expected auxiliary: false for graph cells");
  refuse({ stem: BUILT_IN_STEMS.imagenet }, "Expected stem: cifar");
  refuse({ size: 30 }, "a side divisible by 4 but found 30 pixels");
  refuse({ graphs: undefined }, "networks of graph cells but found none");
});
