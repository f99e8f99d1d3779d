// quark0/darts#16, #40, pdarts#7: parameter counts differ with and without the auxiliary head.
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { assertEquals } from "@std/assert";
import { countNetwork } from "../../nas/network/count.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { supernetLayout } from "../../nas/network/supernet.ts";
import { readGolden } from "../numerics/golden.ts";
import {
  type GoldenNetworkSize,
  publishedNetwork,
} from "../numerics/published_network.ts";

interface GoldenCount extends GoldenNetworkSize {
  readonly params_without_aux: number;
  readonly params_aux: number;
  readonly macs_conv: number;
  readonly macs_linear: number;
}

Deno.test("every published ImageNet network has the reference's parameters and multiply-accumulates", () => {
  const { imagenet } = readGolden<{ imagenet: GoldenCount[] }>("counts");
  assertEquals(imagenet.length, 5);
  for (const golden of imagenet) {
    const found = countNetwork({
      ...publishedNetwork(golden),
      stem: BUILT_IN_STEMS.imagenet,
      size: 224,
    });
    assertEquals(found, {
      parameters: golden.params_without_aux,
      auxiliary: golden.params_aux,
      convolutionMacs: golden.macs_conv,
      linearMacs: golden.macs_linear,
    });
  }
});

Deno.test("the head is counted apart and never part of the headline", () => {
  const { cifar } = readGolden<{ cifar: GoldenCount[] }>("counts");
  for (const golden of cifar.filter((_, at) => at % 10 === 0)) {
    const config = publishedNetwork(golden);
    const headed = countNetwork(config);
    const plain = countNetwork({ ...config, auxiliary: false });
    assertEquals(headed.parameters, plain.parameters);
    assertEquals([plain.auxiliary, headed.auxiliary], [0, golden.params_aux]);
  }
});

Deno.test("the DARTS supernet has the 1.930618 million of the reference's log", () => {
  const { parameterCount } = supernetLayout({
    space: searchSpace("darts"),
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 16,
    cells: 8,
    classes: 10,
    size: 32,
  });
  assertEquals(parameterCount, 1_930_618);
});

Deno.test("P-DARTS with 36 channels and 20 cells has 3,433,798 parameters without the head and 3,910,224 with it", () => {
  const genotype = parsePythonGenotype(
    `PDARTS = Genotype(normal=[('skip_connect', 0), ('dil_conv_3x3', 1), ('skip_connect', 0), ('sep_conv_3x3', 1),
      ('sep_conv_3x3', 1), ('sep_conv_3x3', 3), ('sep_conv_3x3', 0), ('dil_conv_5x5', 4)], normal_concat=range(2, 6),
      reduce=[('avg_pool_3x3', 0), ('sep_conv_5x5', 1), ('sep_conv_3x3', 0), ('dil_conv_5x5', 2),
      ('max_pool_3x3', 0), ('dil_conv_3x3', 1), ('dil_conv_3x3', 1), ('dil_conv_5x5', 3)], reduce_concat=range(2, 6))`,
  );
  const { parameters, auxiliary } = countNetwork({
    genotype,
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 36,
    cells: 20,
    classes: 10,
    size: 32,
    auxiliary: true,
  });
  assertEquals([parameters, parameters + auxiliary], [3_433_798, 3_910_224]);
});
