import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { derivedNetwork } from "../../nas/recurrent/language_network.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import {
  readLanguageFolder,
  type StoredLanguage,
  vocabularyDigest,
  writeLanguageFolder,
} from "./language_folder.ts";

const MODEL: StoredLanguage = {
  genotype: { recurrent: [["tanh", 0]], concat: [1] },
  units: 2,
  words: 3,
  vocabulary: vocabularyDigest(["a", "b", "<eos>"]),
  dataset: "a text",
};

Deno.test("a language model is read as it was written, and not as that of another cell or vocabulary", async () => {
  using folder = tempFolder();
  const { layout } = derivedNetwork(MODEL.genotype, MODEL);
  const weights = Float32Array.from(
    { length: layout.parameterCount },
    (_, i) => i / 8,
  );
  await writeLanguageFolder(folder.path, MODEL, weights);
  const logged: string[] = [];
  const { network, weights: read, ...model } = await readLanguageFolder(
    folder.path,
    (line) => logged.push(line),
  );
  assertEquals(model, MODEL);
  assertEquals(read, weights);
  assertEquals(network.layout.parameterCount, 3 * 2 + 4 * 4 + 2 * 4 + 3);
  assertEquals(logged, []);
  const path = join(folder.path, "model.json");
  const text = await Deno.readTextFile(path);
  for (
    const [from, to] of [
      ["tanh", "relu"],
      [MODEL.vocabulary, vocabularyDigest(["a"])],
    ] as const
  ) {
    await Deno.writeTextFile(path, text.replace(from, to));
    await assertRejects(
      () => readLanguageFolder(folder.path, () => {}),
      Error,
      "Expected the language-model of genotype",
    );
  }
});
