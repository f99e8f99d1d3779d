import { assertEquals, assertThrows } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import type { GenotypeEdge } from "../genotype/edge_nodes.ts";
import { deriveGenotype } from "../genotype/genotype.ts";
import { searchSpace } from "../space/edge_space.ts";
import { selectedGenotype } from "./selected_genotype.ts";
import { selection as strength } from "./strength.ts";

const space = searchSpace("s3", { nodes: 2 });

/** Alphas that are drawn at random. */
function drawn(epoch: number) {
  const stream = randomStream({ seed: 1, stream: "selection", epoch });
  const draw = () => space.normal.map((row) => row.map(() => stream.normal()));
  return { normal: draw(), reduce: draw() };
}

Deno.test("the selection by strength is that of deriveGenotype()", () => {
  for (let epoch = 0; epoch < 20; epoch++) {
    assertEquals(
      selectedGenotype(strength, space, drawn(epoch)),
      deriveGenotype(space, drawn(epoch)),
    );
  }
});

Deno.test("a selection may take any edges that the space has, and no others", () => {
  const select = (...edges: GenotypeEdge[]) =>
    selectedGenotype({ name: "mine", edges: () => edges }, space, drawn(0));
  const skip = "skip_connect";
  const sound = [[skip, 1], [skip, 0], [skip, 2], ["sep_conv_3x3", 0]] as const;
  assertEquals(select(...sound).reduce, [...sound]);
  for (
    const [edges, message] of [
      [sound.slice(1), "Expected two edges for each of 2 nodes but found 3"],
      [
        [[skip, 1], [skip, 1], ...sound.slice(2)],
        "Expected two sources below 2 for node 0 but found 1 and 1",
      ],
      [
        [...sound.slice(0, 3), [skip, 3]],
        "Expected two sources below 3 for node 1 but found 2 and 3",
      ],
      [
        [...sound.slice(0, 3), ["none", 0]],
        "Expected one of skip_connect, sep_conv_3x3 from source 0 to node 1 but found none in the normal cell of mine",
      ],
    ] as [GenotypeEdge[], string][]
  ) {
    assertThrows(() => select(...edges), RangeError, message);
  }
});
