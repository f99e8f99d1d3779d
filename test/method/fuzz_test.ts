import { allParsers } from "../support/fuzz/all_parsers.ts";
import { fuzzParser } from "../support/fuzz/fuzz_parser.ts";
import { tempFolder } from "../support/temp_folder.ts";

// test/soak/fuzz_test.ts has more, of new seeds.
const COUNT = Number(Deno.env.get("SDARTS_FUZZ_INPUTS") ?? 60);
const SEED = Number(Deno.env.get("SDARTS_SOAK_SEED") ?? 1);

Deno.test("every parser refuses damaged inputs with a message", async (t) => {
  using folder = tempFolder();
  await using all = await allParsers(folder.path);
  for (const [name, parser] of Object.entries(all.parsers)) {
    await t.step(name, async () => {
      await fuzzParser(name, parser, { count: COUNT, seed: SEED });
    });
  }
});
