import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { reportFolder } from "../../test/support/stages/report_context.ts";
import { run } from "./run.ts";

const DATASET =
  "text of the user's own: 100 of 900 tokens in train.txt, 20 tokens in valid.txt";
const METHODS = ["darts", "sdarts-rs"];

/** What a search on text writes, as far as the report reads it. */
function search(method: string, seed: number) {
  return {
    method,
    space: "recurrent",
    seed,
    dataset: DATASET,
    config: { epochs: 2 },
    epochs: [1, 2].map((epoch) => ({
      epoch,
      learningRate: 20,
      trainLoss: 4 / epoch,
      trainAccuracy: null,
      validLoss: 4 / epoch,
      validAccuracy: null,
      validPerplexity: Math.exp(4 / epoch),
      parameterFreeShare: null,
    })),
  };
}

Deno.test("a report of recurrent cells has perplexities, lower ones as better, and no empty error", async () => {
  const all = METHODS.flatMap((method, at) =>
    [0, 1, 2].map((seed) => ({
      point: { method, seed },
      search: search(method, seed),
      perplexity: {
        test: { perplexity: 60 - 5 * at + seed, loss: 4, tokens: 100 },
        valid: { perplexity: 62 - 5 * at + seed, loss: 4, tokens: 100 },
        parameters: 4_321,
        dataset: DATASET,
        genotype: { recurrent: [["tanh", 0]], concat: [1] },
      },
    }))
  );
  await using folder = await reportFolder({
    searches: all.map(({ point, search: value }) => ({ point, value })),
    perplexities: all.map(({ point, perplexity: value }) => ({ point, value })),
  });
  await run(folder.context);
  assertEquals(folder.log, [
    "DARTS: test perplexity 61.00 ± 1.00 (n = 3)",
    "SDARTS-RS: test perplexity 56.00 ± 1.00 (n = 3)",
  ]);
  const { rows, comparisons, datasets } = JSON.parse(
    await folder.read("summary"),
  );
  assertEquals(
    rows.map((row: Record<string, unknown>) => [
      row.method,
      row.space,
      row.test_perplexity,
      row.valid_perplexity,
      row.language_parameters,
      row.test_error,
    ])[3],
    ["sdarts-rs", "recurrent", 55, 57, 4_321, null],
  );
  assertEquals(datasets, [DATASET]);
  const [compared] = comparisons;
  assertEquals([compared.metric, compared.comparison.difference], [
    "test_perplexity",
    -5,
  ]);
  const page = await folder.read("report");
  for (
    const part of [
      "in search space recurrent cells",
      "Test perplexity",
      "Validation perplexity",
      "on a subset of the text",
      "its perplexities are not comparable with published figures",
    ]
  ) assertStringIncludes(page, part);
  assert(!/Test error|Supernet accuracy/.test(page));
  assertStringIncludes(await folder.read("tables"), "Test perplexity");
});
