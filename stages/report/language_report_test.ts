import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { reportFolder } from "../../test/support/stages/report_context.ts";
import { reportFixture } from "../../test/support/stages/report_fixture.ts";
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

/** Searches, trainings and tests of language models: three of each method. */
function languageFiles() {
  const all = METHODS.flatMap((method, at) =>
    [0, 1, 2].map((seed) => ({
      point: { method, seed },
      search: search(method, seed),
      retrain: {
        seed,
        config: { epochs: 3 },
        dataset: DATASET,
        mode: {},
        epochs: [1, 2, 3].map((epoch) => ({
          epoch,
          learningRate: 20,
          dropPath: null,
          trainLoss: 5 / epoch,
          trainAccuracy: null,
          validPerplexity: 100 / epoch,
        })),
      },
      perplexity: {
        test: { perplexity: 60 - 5 * at + seed, loss: 4, tokens: 100 },
        valid: { perplexity: 62 - 5 * at + seed, loss: 4, tokens: 100 },
        parameters: 4_321,
        dataset: DATASET,
        genotype: { recurrent: [["tanh", 0]], concat: [1] },
      },
    }))
  );
  const files = (kind: "search" | "retrain" | "perplexity") =>
    all.map((one) => ({ point: one.point, value: one[kind] }));
  return {
    searches: files("search"),
    retrains: files("retrain"),
    perplexities: files("perplexity"),
  };
}

Deno.test("a report of recurrent cells has perplexities, lower ones as better, and no empty error", async () => {
  const { searches, perplexities } = languageFiles();
  await using folder = await reportFolder({ searches, perplexities });
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

Deno.test("a report of images and text has errors of the one and perplexities of the other, in every sentence and chart", async () => {
  const text = languageFiles();
  const { searches, retrains, evaluations } = reportFixture([0, 1, 2]);
  await using folder = await reportFolder({
    searches: [...searches!, ...text.searches],
    retrains: [...retrains!, ...text.retrains],
    evaluations: evaluations!,
    perplexities: text.perplexities,
  });
  await run(folder.context);
  const page = await folder.read("report");
  for (
    const part of [
      "On images, this is a small run on a subset of the images, at half resolution, with 8 search epochs (published: 50) and with 6 retraining epochs (published: 600): its errors are not comparable",
      "On text, this is a small run on a subset of the text, with 2 search epochs (published: 50) and with 3 retraining epochs (published: 1600): its perplexities are not comparable",
      "<strong>Training loss on images.</strong> Cross entropy of the supernet",
      "<strong>Training loss on text.</strong> Cross entropy of a token",
      "<strong>Retraining loss on images.</strong> Derived network",
      "<strong>Retraining loss on text.</strong> Cross entropy of a token in the language model around the derived cell",
    ]
  ) assertStringIncludes(page, part);
  const heads = page.slice(page.indexOf("<thead>"), page.indexOf("</thead>"));
  assertEquals(
    [...heads.matchAll(/>([^<]+)<\/th>/g)].map(([, head]) => head),
    [
      "Method",
      "Test error",
      "Test perplexity",
      "Validation perplexity",
      "Parameters of the language model",
      "Parameters",
      "MACs",
      "Supernet accuracy",
      "Parameter-free",
    ],
  );
  // a cell lists the values of images alone, without dashes for language models
  assert(!/%<\/span>, <span[^>]*>–/.test(page));
  assertStringIncludes(
    await folder.read("tables"),
    "Parameters of the language model",
  );
});
