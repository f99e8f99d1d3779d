import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { assertEquals, assertThrows } from "@std/assert";
import {
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";
import { searchSpace } from "../space/edge_space.ts";
import { isReduction } from "../space/cell_kinds.ts";
import { searchCell, supernet, supernetLayout } from "./supernet.ts";

const reductions = (cells: number) =>
  [...Array(cells).keys()].filter((cell) => isReduction(cell, cells));

Deno.test("isReduction() is true at a third and at two thirds of the depth", () => {
  assertEquals(reductions(8), [2, 5]);
  assertEquals(reductions(20), [6, 13]);
  assertEquals(reductions(3), [1, 2]);
});

Deno.test("searchCell() joins its nodes and halves the map in a reduction cell", () => {
  const cell = (reduction: boolean) => {
    let y: Extent | undefined;
    layoutOf((layers, x) => {
      y = searchCell(layers, [x, x], {
        operations: BUILT_IN_OPERATIONS,
        space: searchSpace("s3"),
        name: "cell",
        filters: 5,
        reduction,
        afterReduction: false,
      });
    }, { height: 8, width: 8, channels: 3 });
    return y;
  };
  assertEquals(cell(false), { height: 8, width: 8, channels: 20 });
  assertEquals(cell(true), { height: 4, width: 4, channels: 20 });
});

Deno.test("supernet() gives logits, and its layout names cells, edges and candidates as the reference does", () => {
  const config = tinySupernet(tinySpace("skip_connect", "sep_conv_3x3"));
  let logits: Extent | undefined;
  layoutOf((layers, x) => {
    logits = supernet(layers, x, config);
  }, { height: 8, width: 8, channels: 3 });
  assertEquals(logits, { height: 1, width: 1, channels: 3 });
  const names = supernetLayout(config).parameters.map((p) => p.name);
  assertEquals(names.slice(0, 5), [
    "stem.0.weight",
    "stem.1.weight",
    "stem.1.bias",
    "cells.0.preprocess0.op.1.weight",
    "cells.0.preprocess1.op.1.weight",
  ]);
  assertEquals(names.includes("cells.2._ops.1._ops.1.op.6.weight"), true);
  assertEquals(names.at(-1), "classifier.bias");
});

Deno.test("supernetLayout() refuses an image side that does not halve twice", () => {
  assertThrows(
    () => supernetLayout({ ...tinySupernet(), size: 7 }),
    Error,
    "the image side must be divisible by 4",
  );
});

Deno.test("supernet() with the ImageNet stem divides the side by 8 before its cells", () => {
  const config = { ...tinySupernet(), stem: BUILT_IN_STEMS.imagenet } as const;
  const [small, large] = [32, 64].map((size) =>
    supernetLayout({ ...config, size })
  );
  const names = small!.parameters.map(({ name }) => name);
  assertEquals(names[0], "stem0.0.weight");
  assertEquals(names.includes("cells.0.preprocess0.conv_2.weight"), true);
  assertEquals(small!.parameterCount, large!.parameterCount);
  assertEquals(large!.convolutionMacs, 4 * small!.convolutionMacs);
  assertThrows(
    () => supernetLayout({ ...config, size: 40 }),
    Error,
    "or by 32 with stem: imagenet",
  );
});
