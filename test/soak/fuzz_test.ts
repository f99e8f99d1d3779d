import { assert, assertEquals } from "@std/assert";
import { allParsers } from "../support/fuzz/all_parsers.ts";
import type { FuzzCounts } from "../support/fuzz/fuzz_parser.ts";
import { ROOT } from "../support/root.ts";
import { soakSeed } from "../support/soak_seed.ts";
import { tempFolder } from "../support/temp_folder.ts";

const INPUTS = Number(Deno.env.get("SDARTS_FUZZ_INPUTS") ?? 20_000);
const SEED = soakSeed();
/** Milliseconds that an input may take. */
const LONGEST = 5000;
/** Bytes that the process of a parser may have at its peak. */
const MEMORY = 512 * 2 ** 20;

async function parserNames(): Promise<string[]> {
  using folder = tempFolder();
  await using all = await allParsers(folder.path);
  return Object.keys(all.parsers);
}

for (const name of await parserNames()) {
  Deno.test(`${INPUTS} damaged inputs of ${name} end in at most 5 s and 512 MiB each, with a message`, async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet"].concat(
        `${ROOT}/test/support/fuzz/fuzz_worker.ts`,
        name,
        String(INPUTS),
        String(SEED),
      ),
    }).output();
    const text = new TextDecoder();
    assertEquals([code, text.decode(stderr)], [0, ""], `seed ${SEED}`);
    const found = JSON.parse(text.decode(stdout)) as FuzzCounts & {
      peak: number;
    };
    console.log(`seed ${SEED}: ${JSON.stringify(found)}`);
    assert(found.peak > 0 && found.peak < MEMORY, `${found.peak} bytes`);
    assert(found.slowest < LONGEST, `${found.slowest} ms of ${found.slow}`);
    assertEquals(found.inputs, INPUTS);
  });
}
