import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  TINY_GENOTYPE,
  tinyRetrain,
} from "../../test/support/tensors/tiny_search.ts";
import {
  derivedCell,
  network,
  type NetworkConfig,
  networkLayout,
} from "./network.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";

const { config } = tinyRetrain();
const HEADED: NetworkConfig = { ...config, size: 32, auxiliary: true };

Deno.test("derivedCell() drops every path but the identities", () => {
  const cell = (reduction: boolean) =>
    layoutOf((layers, x) => {
      derivedCell(layers, [x, x], {
        operations: BUILT_IN_OPERATIONS,
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

Deno.test("networkLayout() names the size of images that the auxiliary head needs", () => {
  assertThrows(
    () => networkLayout({ ...HEADED, size: 64 }),
    RangeError,
    "Expected images of 32 pixels for the auxiliary head of stem: cifar but found 64: set auxiliary: false, or take stem: imagenet with images of 224 pixels",
  );
  assertThrows(
    () => networkLayout({ ...HEADED, stem: BUILT_IN_STEMS.imagenet }),
    RangeError,
    "Expected images of 224 pixels for the auxiliary head of stem: imagenet but found 32",
  );
});

Deno.test("network() with the ImageNet stem halves five times and treats the first input as reduced", () => {
  const layout = networkLayout({
    ...HEADED,
    stem: BUILT_IN_STEMS.imagenet,
    size: 224,
  });
  const names = layout.parameters.map(({ name }) => name);
  assertEquals(names.slice(0, 3), [
    "stem0.0.weight",
    "stem0.1.weight",
    "stem0.1.bias",
  ]);
  assertEquals(names.includes("stem0.3.weight"), true);
  assertEquals(names.includes("stem1.1.weight"), true);
  assertEquals(names.includes("cells.0.preprocess0.conv_1.weight"), true);
  // global average over 7x7, so the classifier costs the same at any size
  const [small, large] = [64, 128].map((size) =>
    networkLayout({
      ...HEADED,
      auxiliary: false,
      stem: BUILT_IN_STEMS.imagenet,
      size,
    })
  );
  assertEquals(small!.parameterCount, large!.parameterCount);
  assertEquals(large!.convolutionMacs, 4 * small!.convolutionMacs);
});
