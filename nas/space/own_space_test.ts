import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { toyProject } from "../../test/support/pipeline/toy_project.ts";
import { deriveGenotype } from "../genotype/genotype.ts";
import { type OwnSpace, ownSpace } from "./own_space.ts";
import { edgeCount, searchSpace } from "./edge_space.ts";
import { supernetLayout } from "../network/supernet.ts";

const UNIFORM: OwnSpace = {
  name: "mine",
  nodes: 4,
  candidates: ["none", "skip_connect", "sep_conv_3x3"],
};

Deno.test("ownSpace() builds what a published space has, and spaces that no paper has", () => {
  const { normal, reduce } = ownSpace(UNIFORM);
  const s3 = searchSpace("s3");
  assertEquals({ normal, reduce }, { normal: s3.normal, reduce: s3.reduce });
  const mixed = ownSpace({
    name: "mixed",
    nodes: 2,
    candidates: ["avg_pool_3x3", "sep_conv_5x5"],
    normal: [
      ["none", "noise", "sep_conv_3x3"],
      ["skip_connect", "dil_conv_3x3", "none"],
      ["sep_conv_7x7", "skip_connect", "noise"],
      ["none", "conv_7x1_1x7", "noise"],
      ["max_pool_3x3", "sep_conv_3x3", "avg_pool_3x3"],
    ],
  });
  assertEquals(mixed.reduce.length, edgeCount(2));
  const config = {
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 4,
    cells: 3,
    classes: 10,
    size: 16,
  };
  const layout = supernetLayout({ ...config, space: mixed });
  assertEquals(
    layout.parameters.some(({ name }) =>
      name.includes("cells.0._ops.1._ops.1")
    ),
    true,
  );
  const rows = (edges: readonly (readonly string[])[]) =>
    edges.map((list) => list.map((_, column) => column));
  const genotype = deriveGenotype(mixed, {
    normal: rows(mixed.normal),
    reduce: rows(mixed.reduce),
  });
  assertEquals(genotype.normal_concat, [2, 3]);
  assertEquals(genotype.normal[0], ["sep_conv_3x3", 0]);
});

for (
  const [change, message] of [
    [{ candidates: ["none"] }, "only the operation `none` in space.candidates"],
    [
      {
        nodes: 1,
        reduce: [["max_pool_3x3", "noise"], ["max_pool_3x3"]],
      },
      "Expected 2 operations, as on the first edge, but found 1 in space.reduce.1",
    ],
    [
      { candidates: ["noise", "noise"] },
      "noise twice in space.candidates",
    ],
    [{ candidates: undefined }, "Expected candidates, or normal with a list"],
    [
      { normal: [["skip_connect"]] },
      "Expected 14 edges, as 4 nodes have, but found 1 in space.normal",
    ],
    [
      {
        reduce: [
          ...Array.from({ length: 13 }, () => ["noise"]),
          ["none"],
        ],
      },
      "only the operation `none` in space.reduce.13",
    ],
  ] as [Partial<OwnSpace>, string][]
) {
  Deno.test(`ownSpace() refuses a space with ${message}`, () => {
    assertStringIncludes(
      assertThrows(() => ownSpace({ ...UNIFORM, ...change }), RangeError)
        .message,
      message,
    );
  });
}

Deno.test("a space of one's own in a pipeline file is planned, and what is wrong has its place", async () => {
  const file = (own: string, space = "own") =>
    `name: own
stages:
  data: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: data } }
  search:
    use: search
    needs: { data: images }
    with:
      space: ${space}
      method: darts
      ${own}
`;
  await using project = toyProject(
    file("own: { name: mine, nodes: 2, candidates: [noise, sep_conv_3x3] }"),
  );
  const good = await project.run("plan", "a.yaml");
  assertEquals(good.code, 0, good.err);
  for (
    const [own, space, message] of [
      [
        "own: { name: mine, nodes: 2, candidates: [skip_conect] }",
        "own",
        "a.yaml:11:49: Expected own.candidates[0] to be one of none, noise",
      ],
      [
        "own: { name: mine, nodes: 2, candidates: [skip_conect] }",
        "own",
        'but found "skip_conect" (did you mean skip_connect?)\n',
      ],
      [
        "own: { name: mine, nodes: 2, candidates: [sep_conv_1x1] }",
        "own",
        'but found "sep_conv_1x1"\n',
      ],
      [
        "own: { name: mine, nodes: 2, reduce: [[noise]], candidates: [noise] }",
        "own",
        "a.yaml:11:44: Expected 5 edges, as 2 nodes have, but found 1",
      ],
      [
        "own: { name: mine, nodes: 2, candidates: [noise] }",
        "s2",
        "a.yaml:11:12: space: s2 excludes the parameter `own`: set space: own",
      ],
      [
        "channels: 4",
        "own",
        "a.yaml:9:14: space: own needs the parameter `own`",
      ],
    ] as const
  ) {
    project.write("a.yaml", file(own, space));
    const { code, err } = await project.run("plan", "a.yaml");
    assertEquals(code, 2, err);
    assertStringIncludes(err, message);
  }
});
