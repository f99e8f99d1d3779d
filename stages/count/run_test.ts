import { allNetworkParts } from "../_declare/operation_parts.ts";
import { assertEquals, assertGreater } from "@std/assert";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { networkCountFile } from "../_artifacts/network_count.ts";
import { countParams } from "./params.ts";
import { run } from "./run.ts";

Deno.test("count says what its numbers hold, and counts normalisation and pooling beside them", async () => {
  using folder = tempFolder();
  const at = (name: string) => `${folder.path}/${name}.json`;
  const { genotype } = publishedGenotype("sdarts-adv-c10-s5");
  await Deno.writeTextFile(at("genotype"), JSON.stringify({ genotype }));
  const count = async (params: object) => {
    const { context } = testContext(countParams.parse(params), {
      parts: allNetworkParts(),
      inputs: { genotype: at("genotype") },
      outputs: { count: at("count") },
      checkpoint: folder.path,
    });
    await run(context);
    return await networkCountFile.read(at("count"));
  };
  const plain = await count({});
  // docs/method.md section 6
  assertEquals(plain.parameters, 3_344_806);
  assertEquals(plain.macs, plain.convolutionMacs + plain.linearMacs);
  assertEquals(plain.counting, {
    auxiliaryHead: "excluded",
    macs: ["convolution", "linear"],
  });
  assertGreater(plain.normalisationMacs!, 0);
  assertGreater(plain.poolingOperations!, 0);
  const headed = await count({ auxiliary: true });
  assertEquals(headed, {
    ...plain,
    auxiliary: true,
    auxiliaryParameters: headed.auxiliaryParameters,
  });
});
