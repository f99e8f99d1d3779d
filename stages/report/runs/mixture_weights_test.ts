import { assertAlmostEquals, assertEquals } from "@std/assert";
import { spaceOfCells } from "../../../nas/space/cell_kinds.ts";
import { searchSpace } from "../../../nas/space/edge_space.ts";
import { mixtureWeights } from "./mixture_weights.ts";

Deno.test("mixtureWeights() are the mean soft-max weights of none, skip_connect and sep_conv_3x3 in S3", () => {
  const space = searchSpace("s3");
  const even = space.normal.map((row) => row.map(() => 0));
  const alike = mixtureWeights(space, { normal: even, reduce: even });
  assertAlmostEquals(alike.parameterFree, 2 / 3, 1e-12);
  assertEquals(Object.keys(alike.operations).sort(), [
    "none",
    "sep_conv_3x3",
    "skip_connect",
  ]);
  const convolution = space.normal.map((row) =>
    row.map((name) => name === "sep_conv_3x3" ? Math.log(2) : 0)
  );
  const half = mixtureWeights(space, { normal: even, reduce: convolution });
  assertAlmostEquals(half.parameterFree, (2 / 3 + 1 / 2) / 2, 1e-12);
  assertAlmostEquals(half.operations["sep_conv_3x3"]!, (1 / 3 + 1 / 2) / 2);
  const single = mixtureWeights(spaceOfCells(space, 1), {
    normal: even,
    reduce: convolution,
  });
  assertAlmostEquals(single.parameterFree, 1 / 2, 1e-12);
  assertAlmostEquals(single.operations["sep_conv_3x3"]!, 1 / 2);
});

Deno.test("mixtureWeights() of an operation are taken over the edges that offer it", () => {
  const space = searchSpace("s1");
  const even = {
    normal: space.normal.map((row) => row.map(() => 0)),
    reduce: space.reduce.map((row) => row.map(() => 0)),
  };
  const { operations } = mixtureWeights(space, even);
  const offered = [...space.normal, ...space.reduce]
    .filter((row) => row.includes("dil_conv_5x5"));
  assertAlmostEquals(
    operations["dil_conv_5x5"]!,
    offered.reduce((sum, { length }) => sum + 1 / length, 0) / offered.length,
    1e-12,
  );
});
