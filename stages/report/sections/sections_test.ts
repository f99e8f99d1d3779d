import {
  assert,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import {
  benchmarkFixture,
  FIXTURE_GRAPH,
  type FixtureFiles,
  reportFixture,
} from "../../../test/support/stages/report_fixture.ts";
import { reportGroups } from "../../../test/support/stages/report_groups.ts";
import { loadGraphviz } from "../html/graphviz.ts";
import type { Markup } from "../html/markup.ts";
import { cells } from "./cells.ts";
import { compareMethods } from "../runs/compare_methods.ts";
import { comparisons, pText } from "./comparisons.ts";
import { correlations } from "./correlations.ts";
import { correlateMetrics } from "../runs/correlate_metrics.ts";
import { benchmark } from "./benchmark.ts";
import { configuration, flatten } from "./configuration.ts";
import { curves } from "./curves.ts";
import { dotCharts } from "./dot_charts.ts";
import { isSubset, limits, overview } from "./overview.ts";
import { landscape, meanGrid } from "./landscape.ts";
import { pipelineSection } from "./pipeline_section.ts";
import { resultColumns } from "./result_columns.ts";
import { results } from "./results.ts";
import { resultsTable } from "./results_table.ts";
import { hessianNote, meanSpectrum, spectrumChart } from "./spectrum_chart.ts";

const groups = await reportGroups(reportFixture([0, 1]));
const searchesOnly = await reportGroups({
  searches: reportFixture([0])["searches"]!,
});

Deno.test("overview() states methods, space, seeds, data and limits", () => {
  const { text } = overview("A & B", groups);
  for (
    const part of [
      "<h1>A &#38; B</h1>",
      "6 architecture searches with DARTS, SDARTS-RS and SDARTS-ADV in search space S3, seeds 0 and 1",
      "cifar10: 4,000 of 50,000 training and 1,000 of 10,000 test images",
      "This is a small run on a subset of the images, at half resolution, with 8 search epochs (published: 50) and with 6 retraining epochs (published: 600)",
      "With 2 seeds per method, differences are described, not tested.",
    ]
  ) assertStringIncludes(text, part);
  assertStringIncludes(
    overview("x", searchesOnly).text,
    "3 architecture searches",
  );
});

Deno.test("overview() says where growing curvature has ended a search or sent it back", async () => {
  const searches = reportFixture([0])["searches"]!;
  const changed = await reportGroups({
    searches: searches.map((search, i) => ({
      ...search,
      value: {
        ...search.value as object,
        ...(i === 0 ? { earlyStop: { decidedAt: 6, stopEpoch: 3 } } : {}),
        ...(i === 1
          ? { rollbacks: [{ decidedAt: 7, stopEpoch: 5, weightDecay: 0.003 }] }
          : {}),
      },
    })),
  });
  const { text } = overview("x", changed);
  for (
    const part of [
      "DARTS, seed 0: stopped after epoch 6, with the architecture of epoch 3.",
      "SDARTS-ADV, seed 0: returned from epoch 7 to epoch 5, with a weight decay of 0.003.",
    ]
  ) assertStringIncludes(text, part);
  assertNotMatch(overview("x", groups).text, /Growing curvature/);
});

Deno.test("benchmark() shows mean and spread of the seeds whose architecture is in the table, and says what is not", async () => {
  const { searches } = reportFixture([0, 1]);
  const { text } = benchmark(
    await reportGroups({ searches: searches!, benchmarks: benchmarkFixture() }),
  )!;
  for (
    const part of [
      "made-up.tfrecord, not the official file: 1,234 cells, trained for 4 epochs.",
      "3 of 18 architectures are not in the table",
      "<strong>Test error of the architecture.</strong>",
      "<strong>Regret.</strong>",
      "<td>51.00 ± 1.41</td>",
      // one of two seeds, then none
      "<td>32.00 (1 of 2)</td>",
      "<td>not in the table</td>",
    ]
  ) assertStringIncludes(text, part);
  assertEquals(text.match(/class="band/g)!.length, 9);
  assertEquals(text.includes(">0.00"), false);
  assertEquals(benchmark(groups), undefined);
});

Deno.test("benchmark() draws each space by itself", async () => {
  const { searches } = reportFixture([0, 1]);
  const inSpace = <T extends { point: object; value: unknown }>(
    entries: readonly T[],
    space: string,
  ) =>
    entries.map(({ point, value }) => ({
      point: { ...point, space },
      value: { ...value as object, space },
    }));
  const spaces = ["nasbench1shot1-1", "nasbench1shot1-3"];
  const { text } = benchmark(
    await reportGroups({
      searches: spaces.flatMap((space) => inSpace(searches!, space)),
      benchmarks: spaces.flatMap((space) =>
        inSpace(benchmarkFixture()!, space)
      ),
    }),
  )!;
  for (const number of [1, 3]) {
    assertStringIncludes(text, `<h3>NAS-Bench-1Shot1 space ${number}</h3>`);
  }
  assertEquals(text.match(/<figure/g)!.length, 6);
  assertStringIncludes(text, ">SDARTS-ADV</text>");
  assertNotMatch(text, /nasbench1shot1-1 ·/);
});

/** Headings of the columns of look-ups of which some have no test error. */
async function tabulatedHeadings(isTested: (method: string) => boolean) {
  const { searches } = reportFixture([0]);
  const benchmarks = benchmarkFixture([0])!.map(({ point, value }) => {
    const file = structuredClone(value) as {
      method: string;
      epochs: { testError: number | null }[];
    };
    if (!isTested(file.method)) {
      for (const epoch of file.epochs) epoch.testError = null;
    }
    return { point, value: file };
  });
  const groups = await reportGroups({ searches: searches!, benchmarks });
  return resultColumns(groups).map(({ heading }) => heading)
    .filter((heading) => heading.startsWith("Tabulated"));
}

Deno.test("tabulated validation errors have a column where a row has no test error", async () => {
  const [test, validation] = [
    "Tabulated test error",
    "Tabulated validation error",
  ];
  assertEquals(await tabulatedHeadings(() => true), [test]);
  assertEquals(await tabulatedHeadings(() => false), [validation]);
  assertEquals(await tabulatedHeadings((method) => method !== "sdarts-rs"), [
    test,
    validation,
  ]);
});

Deno.test("limits() compares with the published length of a search in its space", async () => {
  const files = structuredClone(reportFixture([0])["searches"]!) as {
    point: FixtureFiles[string][number]["point"];
    value: { space: string };
  }[];
  for (const space of ["nasbench1shot1-2", "nasbench201"]) {
    for (const { value } of files) value.space = space;
    const [small] = limits(await reportGroups({ searches: files }));
    assertStringIncludes(small!, "8 search epochs (published: 100)");
  }
});

Deno.test("limits() gives the standard error of a test error", () => {
  const [, sampling] = limits(groups);
  assertStringIncludes(sampling!, "1,000 test images");
  assertStringIncludes(sampling!, "about 1.6 percentage points");
});

Deno.test("isSubset() reads the data set statement", () => {
  assertEquals(isSubset("4,000 of 50,000 training images"), true);
  assertEquals(
    isSubset("50,000 of 50,000 training and 10,000 of 10,000 test images"),
    false,
  );
  assertEquals(
    isSubset("50,000 of 50,000 training and 100 of 10,000 test images"),
    true,
  );
});

Deno.test("resultsTable() has a row for each method with mean, deviation and every value", () => {
  const { text } = resultsTable(groups);
  assertEquals(text.match(/<th scope="row">/g)!.length, 3);
  assertEquals(text.match(/<th scope="col"/g)!.length, 7);
  assertStringIncludes(text, "<b>42.85 ± 0.35 %</b>");
  assertStringIncludes(
    text,
    '<span title="seed 0">43.10 %</span>, <span title="seed 1">42.60 %</span>',
  );
});

Deno.test("resultsTable() shows a single seed without a deviation and leaves out unknown columns", () => {
  const { text } = resultsTable(searchesOnly);
  assertNotMatch(text, /<b>[^<]*±/);
  assertNotMatch(text, /Test error<\/th>/);
  assertStringIncludes(text, "Supernet accuracy");
});

Deno.test("dotCharts() and results() show error and eigenvalue where they are known", () => {
  assertEquals(dotCharts(groups).text.match(/<figure/g)!.length, 3);
  assertEquals(dotCharts(searchesOnly).text.includes("<figure"), false);
  assertStringIncludes(results(groups).text, hessianNote(groups)!);
  assertNotMatch(results(searchesOnly).text, /Hessian: exact/);
});

Deno.test("hessianNote() says how the Hessian was computed", () => {
  assertEquals(
    hessianNote(groups),
    "Hessian: exact, of the validation loss in the 84 raw alphas at the end of the search, on 2 fixed batches of 128 images, batch normalisation in train mode, with 0.001 of weight decay on the diagonal.",
  );
});

Deno.test("meanSpectrum() sorts downwards and averages over batches", () => {
  const batch = { loss: 1, top: 3, spectral: 3 };
  assertEquals(
    meanSpectrum({
      batches: [{ ...batch, eigenvalues: [-1, 0, 3] }, {
        ...batch,
        eigenvalues: [1, 2, 5],
      }],
    }),
    [[1, 4], [2, 1], [3, 0]],
  );
  assertEquals(spectrumChart(searchesOnly), undefined);
});

Deno.test("curves() leaves out what no method has", () => {
  const titles = (section: Markup) =>
    [...section.text.matchAll(/<strong>([^<]+)\.<\/strong>/g)].map((match) =>
      match[1]
    );
  assertEquals(titles(curves(groups)), [
    "Validation accuracy",
    "Training loss",
    "Parameter-free share",
    "Weight on parameter-free operations",
    "Parameter-free edges of the derived cells",
    "Perturbation radius ε",
    "Attack gain",
    "Retraining loss",
    "Hessian spectrum",
    "Mixture weights, DARTS",
    "Mixture weights, SDARTS-RS",
    "Mixture weights, SDARTS-ADV",
  ]);
  assertEquals(titles(curves(searchesOnly)).length, 5);
});

Deno.test("landscape() shows the mean over the runs of a group on one scale", () => {
  const { text } = landscape(groups)!;
  assertEquals(text.match(/<svg/g)!.length, 3);
  assertStringIncludes(text, "0, 0: 50 %");
  assertStringIncludes(text, "mean over 2 runs");
  assertEquals(landscape(searchesOnly), undefined);
  assertEquals(meanGrid([[[1, null]], [[2, 3]]]), [[1.5, null]]);
});

Deno.test("cells() draws both cells of every run with its Python text", async () => {
  const section = cells(groups, await loadGraphviz());
  assertEquals(section!.text.match(/<svg/g)!.length, 12);
  assertEquals(section!.text.match(/<pre>Genotype\(/g)!.length, 6);
  assertStringIncludes(
    section!.text,
    "Normal cell of SDARTS-ADV, seed 1: input ",
  );
  assertEquals(cells(searchesOnly, await loadGraphviz()), undefined);
});

Deno.test("pipelineSection() describes the DAG in words too", async () => {
  const draw = await loadGraphviz();
  const { text } = pipelineSection(FIXTURE_GRAPH, draw)!;
  assertStringIncludes(text, "8 stages, 33 instances.");
  assertStringIncludes(text, "derive, 6 instances, after search;");
  assertEquals(pipelineSection([], draw), undefined);
});

Deno.test("configuration() separates settings that differ from shared ones", () => {
  const { text } = configuration(groups)!;
  assertStringIncludes(text, '<th scope="col">search.perturbation</th>');
  assertNotMatch(text, /<th scope="col">[^<]*seed/);
  assertStringIncludes(text, "<dt>search.alpha.rate</dt><dd>0.003</dd>");
});

Deno.test("flatten() names nested settings by their path and keeps lists", () => {
  assertEquals(flatten({ a: { b: 1, c: [1, 2] }, d: "x", e: null }, "s"), [
    ["s.a.b", "1"],
    ["s.a.c", "[1,2]"],
    ["s.d", "x"],
    ["s.e", "null"],
  ]);
});

Deno.test("comparisons() has no rows without a test", () => {
  const entries = compareMethods(groups);
  assertEquals(entries.length, 8);
  assertEquals(comparisons(entries), undefined);
});

Deno.test("comparisons() tests five seeds and corrects for two methods", async () => {
  const five = await reportGroups(reportFixture([0, 1, 2, 3, 4]));
  const entries = compareMethods(five);
  const curvature = entries.filter(({ metric }) => metric === "hessian_top");
  // The invented eigenvalues do not overlap: 2 of 252 divisions, times two methods.
  assertEquals(
    curvature.map(({ group, corrected }) => [group, corrected]),
    [["SDARTS-RS", 4 / 252], ["SDARTS-ADV", 4 / 252]],
  );
  const { text } = comparisons(entries)!;
  assertStringIncludes(text, "<b>0.016</b>");
  // A difference of percentages, and each test in a column of its own.
  assertMatch(text, /<td><b>-?\d\.\d\d points<\/b><\/td>/);
  assertMatch(text, /permutation<\/th><th scope="col">Welch<\/th><th/);
  assertMatch(
    resultsTable(five).text,
    /<b>[^<]*<\/b><small>n = 5 \[\d+\.\d\d, \d+\.\d\d\]<\/small>/,
  );
  assertEquals(limits(five).some((line) => line.includes("not tested")), false);
});

Deno.test("correlations() go over all methods and over each, where there are enough searches", async () => {
  assertEquals(
    correlations(correlateMetrics(searchesOnly), searchesOnly),
    undefined,
  );
  const five = await reportGroups(reportFixture([0, 1, 2, 3, 4]));
  const entries = correlateMetrics(five).filter(({ cause }) =>
    cause === "hessian_top"
  );
  assertEquals(
    entries.map(({ outcome, groups, correlation }) => [
      outcome,
      groups,
      correlation.n,
    ]),
    [
      ["test_error", ["DARTS", "SDARTS-RS", "SDARTS-ADV"], 15],
      ["test_error", ["DARTS"], 5],
      ["test_error", ["SDARTS-RS"], 5],
      ["test_error", ["SDARTS-ADV"], 5],
    ],
  );
  // The invented errors and eigenvalues both fall from DARTS to SDARTS-ADV.
  assert(entries[0]!.correlation.rho > 0.5);
  const { text } = correlations(entries, five)!;
  assertMatch(
    text,
    /Top eigenvalue<\/th><td>Test error<\/td><td class="words">DARTS, SDARTS-RS, SDARTS-ADV<\/td><td>15<\/td><td><b>0\.\d\d<\/b><\/td><td>-?0\.\d\d to 0\.\d\d<\/td>/,
  );
});

Deno.test("pText() never writes a p-value of 0", () => {
  assertEquals([pText(0.00001), pText(0.0156), pText(null)], [
    "< 0.001",
    "0.016",
    "–",
  ]);
});
