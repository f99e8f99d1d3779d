import { assertEquals, assertNotEquals } from "@std/assert";
import { TINY_GENOTYPE, tinyRetrain } from "../test/tiny_search.ts";
import {
  derivedCell,
  network,
  type NetworkConfig,
  networkLayout,
} from "./network.ts";
import { type Extent, layoutOf } from "./shape_layers.ts";

const { config } = tinyRetrain();
const HEADED: NetworkConfig = { ...config, size: 32, auxiliary: true };

Deno.test("derivedCell() drops every path but the identities", () => {
  const cell = (reduction: boolean) =>
    layoutOf((layers, x) => {
      derivedCell(layers, [x, x], {
        genotype: TINY_GENOTYPE,
        name: "cell",
        filters: 4,
        reduction,
        afterReduction: false,
      });
    }, { height: 8, width: 8, channels: 3 });
  assertEquals(cell(false).paths, [0, 2, 3].map((at) => `cell._ops.${at}`));
  // a skip of stride 2 has parameters and is dropped; the one from a node is an identity
  assertEquals(cell(true).paths, [0, 1, 2].map((at) => `cell._ops.${at}`));
});

Deno.test("network() gives logits and, where it has a head, auxiliary logits", () => {
  for (const headed of [false, true]) {
    let found: { logits: Extent; auxiliary: Extent | null } | undefined;
    layoutOf((layers, x) => {
      found = network(layers, x, { ...HEADED, auxiliary: headed });
    }, { height: 32, width: 32, channels: 3 });
    const logits = { height: 1, width: 1, channels: 3 };
    assertEquals(found, { logits, auxiliary: headed ? logits : null });
  }
});

Deno.test("networkLayout() puts the head's parameters beside the network's, which stay the same", () => {
  const [plain, headed] = [false, true].map((auxiliary) =>
    networkLayout({ ...HEADED, auxiliary }).parameters.map((p) => p.name)
  );
  const extra = headed!.filter((name) => !plain!.includes(name));
  assertEquals(headed!.filter((name) => plain!.includes(name)), plain);
  assertNotEquals(extra, []);
  assertEquals(extra.every((name) => name.startsWith("auxiliary_head.")), true);
});
