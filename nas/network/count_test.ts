import { assertEquals, assertGreater } from "@std/assert";
import { tinyRetrain } from "../../test/support/tensors/tiny_search.ts";
import { countNetwork, countOthers } from "./count.ts";

Deno.test("countNetwork() counts the head apart", () => {
  const config = { ...tinyRetrain().config, size: 32 };
  const plain = countNetwork({ ...config, auxiliary: false });
  const headed = countNetwork({ ...config, auxiliary: true });
  assertEquals(plain.auxiliary, 0);
  assertGreater(headed.auxiliary, 2 * 2 * 128 * 768);
  assertEquals({ ...headed, auxiliary: 0 }, plain);
  // the classifier reads 4 channels of 2 nodes after two halvings
  assertEquals(plain.linearMacs, 2 * 8 * 3);
});

Deno.test("countNetwork() counts a quarter of the work at half the side, and the same parameters", () => {
  const config = tinyRetrain().config;
  const [small, large] = [16, 32].map((size) =>
    countNetwork({ ...config, size })
  );
  assertEquals(large!.parameters, small!.parameters);
  assertEquals(large!.convolutionMacs, 4 * small!.convolutionMacs);
});

Deno.test("countOthers() counts normalisation and pooling without the head, a quarter of them at half the side", () => {
  const config = tinyRetrain().config;
  const [small, large] = [16, 32].map((size) =>
    countOthers({ ...config, size })
  );
  assertEquals(large!.normalisationMacs, 4 * small!.normalisationMacs);
  assertEquals(large!.poolingOperations, 4 * small!.poolingOperations);
  assertEquals(
    countOthers({ ...config, size: 32, auxiliary: true }),
    countOthers({ ...config, size: 32, auxiliary: false }),
  );
});
