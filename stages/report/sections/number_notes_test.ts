import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  benchmarkFixture,
  type FixtureFiles,
  reportFixture,
} from "../../../test/support/stages/report_fixture.ts";
import { reportGroups } from "../../../test/support/stages/report_groups.ts";
import { summarise } from "../summary.ts";
import { benchmark } from "./benchmark.ts";
import { dotCharts } from "./dot_charts.ts";
import { numberNotes, regimeNote } from "./number_notes.ts";
import { resultsTable } from "./results_table.ts";

const files = reportFixture([0]);
const groups = await reportGroups(files);

/** The same files without fields that older versions did not write. */
function older(files: FixtureFiles, ...names: string[]): FixtureFiles {
  return Object.fromEntries(
    Object.entries(files).map(([input, members]) => [
      input,
      members.map(({ point, value }) => ({
        point,
        value: Object.fromEntries(
          Object.entries(value as object)
            .filter(([name]) => !names.includes(name)),
        ),
      })),
    ]),
  );
}

Deno.test("the caption of the results names how batch normalisation worked for each of them", () => {
  const [modes] = numberNotes(groups);
  assertEquals(
    modes,
    "Batch normalisation: test error and supernet accuracy in evaluation mode (running statistics); top eigenvalue and loss by discretisation in train mode (batch statistics).",
  );
  assertStringIncludes(resultsTable(groups).text, modes!);
  assertStringIncludes(
    dotCharts(groups).text,
    "Measured on the test images, in evaluation mode (running statistics).",
  );
});

Deno.test("the caption of the results says what parameters and MACs leave out", async () => {
  const [, counting] = numberNotes(groups);
  assertEquals(
    counting,
    "Parameters and MACs: auxiliary head excluded, MACs of convolution and linear layers, one for each multiplication with its addition. Not in the MACs: normalisation (at most 210.0 k more) and pooling (at most 1.30 M additions or comparisons).",
  );
  assertStringIncludes(resultsTable(groups).text, counting!);
  // a search whose architecture was counted and not trained
  const counted = {
    stem: "cifar",
    channels: 4,
    cells: 3,
    classes: 10,
    size: 32,
    auxiliary: false,
    parameters: 100,
    macs: 1000,
    convolutionMacs: 900,
    linearMacs: 100,
    normalisationMacs: 2000,
    poolingOperations: 3000,
    counting: { auxiliaryHead: "excluded", macs: ["convolution", "linear"] },
  };
  const { searches } = files;
  const notes = numberNotes(
    await reportGroups({
      searches: searches!,
      counts: searches!.map(({ point }) => ({ point, value: counted })),
    }),
  );
  assertStringIncludes(notes.at(-1)!, "(at most 2.00 k more)");
});

Deno.test("table and charts say which trainings and images tabulated numbers are of", async () => {
  const { searches } = files;
  const tabulated = await reportGroups({
    searches: searches!,
    benchmarks: benchmarkFixture([0]),
  });
  const regime =
    "Tabulated numbers: mean of 2 to 3 trainings of 4 epochs of each cell, none sampled; test error and regret on the test images, validation error on the validation images.";
  assertEquals(regimeNote(tabulated), regime);
  assertStringIncludes(resultsTable(tabulated).text, regime);
  assertStringIncludes(benchmark(tabulated)!.text, regime);
});

Deno.test("nothing is said of numbers whose artifacts do not say it", async () => {
  const { curvature: _, ...others } = files;
  const old = await reportGroups(older(others, "mode", "counting"));
  assertEquals(numberNotes(old), []);
  const benchmarks = older({ benchmarks: benchmarkFixture([0])! }, "regime");
  assertEquals(
    regimeNote(
      await reportGroups({ searches: files["searches"]!, ...benchmarks }),
    ),
    undefined,
  );
});

Deno.test("a row of the summary has mode, rule of counting and regime of its numbers", async () => {
  const { rows } = summarise(
    await reportGroups({ ...files, benchmarks: benchmarkFixture([0]) }),
  ) as { rows: Record<string, unknown>[] };
  const { modes, counting, regime } = rows[0]!["states"] as Record<
    string,
    Record<string, unknown>
  >;
  assertEquals(modes, {
    test_error: "evaluation",
    test_loss: "evaluation",
    benchmark_test_error: "evaluation",
    benchmark_validation_error: "evaluation",
    benchmark_regret: "evaluation",
    valid_accuracy: "evaluation",
    hessian_top: "train",
    hessian_spectral: "train",
    discretisation_drop: "train",
  });
  assertEquals(counting!["auxiliaryHead"], "excluded");
  assertEquals([regime!["epochs"], regime!["trainings"]], [4, "mean"]);
  const { normalisation_macs, pooling_operations } = rows[0]!;
  assertEquals([normalisation_macs, pooling_operations], [210000, 1300000]);
});
