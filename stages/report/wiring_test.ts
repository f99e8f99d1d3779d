// Every artifact that is wired to a report is in its summary, in a row of its role.
import {
  assert,
  assertEquals,
  assertNotMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  type SummaryGroup,
  type WiredReport,
  wiredReport,
} from "../../test/support/stages/wired_report.ts";

/** Stages from data to genotypes, in the space s3. */
const SEARCHES = `
  files: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: files } }
  search:
    use: search
    needs: { data: images }
    with: { space: s3, method: $method, seed: $seed }
  derive: { use: derive, needs: { search: search } }
`;

/** A training and a test of a genotype, as the stages `id` and `idtest`. */
function trained(id: string, genotype: string, params: string): string {
  return `
  ${id}: { use: retrain, needs: { data: images, genotype: ${genotype} }, with: { ${params} } }
  ${id}test: { use: evaluate, needs: { data: images, network: ${id} } }
`;
}

const SELECTION = `
  trial: { use: retrain, needs: { data: images, genotype: derive }, with: { images: weights, seed: $seed } }
  validation: { use: validate, needs: { data: images, network: trial } }
  chosen:
    use: select
    needs: { genotypes: "derive[*]", validations: "validation[*]" }
    with: { where: { method: $method } }
`;

/** Trainings and tests of the searched genotypes and of a random one for each seed. */
const WITH_RANDOM = `
  rand: { use: genotype, with: { random: { space: s3, seed: $seed } } }
${trained("net", "derive", "seed: $seed")}${
  trained("randnet", "rand", "seed: $seed")
}`;

function summary(needs: Readonly<Record<string, string>>): string {
  return `
  summary: { use: report, needs: { ${
    Object.entries(needs).map(([name, text]) => `${name}: ${text}`).join(", ")
  } } }
`;
}

/** Instances that the report was given and that no row has. */
function dropped({ given, rows }: WiredReport): string[] {
  const shown = new Set(
    rows.flatMap(({ instances }) => Object.values(instances)),
  );
  return given.filter((name) => !shown.has(name));
}

/** Label, role and number of each group. */
function overview(groups: readonly SummaryGroup[]): unknown[] {
  return groups.map(({ label, role, metrics: { test_error }, over }) => [
    label,
    role,
    test_error!.n,
    over["test_error"],
  ]);
}

Deno.test("a report has the trainings of a selected cell and those of every seed in rows of their own", async () => {
  const found = await wiredReport(`
matrix: { method: [darts, sdarts-rs], seed: [0, 1, 2], run: [0, 1] }
stages:${SEARCHES}${SELECTION}${trained("final", "chosen", "seed: $run")}${
    trained("every", "derive", "seed: $run")
  }${
    summary({
      searches: '"search[*]"',
      genotypes: '"derive[*]"',
      evaluations: '["finaltest[*]", "everytest[*]"]',
    })
  }`);
  assertEquals(dropped(found), []);
  assertEquals(overview(found.groups), [
    ["DARTS", "mean over seeds", 6, "3 search seeds x 2 retrain seeds"],
    ["SDARTS-RS", "mean over seeds", 6, "3 search seeds x 2 retrain seeds"],
    ["DARTS, selected", "selected", 2, "2 trainings of one selected cell"],
    ["SDARTS-RS, selected", "selected", 2, "2 trainings of one selected cell"],
  ]);
  assertEquals(found.groups[0]!.over["valid_accuracy"], "3 search seeds");
  const rule = "lowest validation error after a short retraining, of 3 " +
    "searches of darts";
  assertEquals(found.groups[2]!.selection, rule);
  // The mean over searches and the selected cell are rows of their own, each with its name.
  assertStringIncludes(found.html, "<th>mean over seeds<small>");
  assertStringIncludes(
    found.html,
    `<th>selected<small>${rule}; mean over 2 trainings`,
  );
  const selected = found.rows.filter(({ role }) => role === "selected");
  assertEquals(
    selected.map(({ method, space, search_epochs }) => [
      method,
      space,
      search_epochs,
    ]),
    ["darts", "darts", "sdarts-rs", "sdarts-rs"].map((name) => [name, "s3", 8]),
  );
  // The unit of a comparison is a search; one selected cell of each method is no sample.
  assertEquals(
    found.comparisons.filter(({ metric }) => metric === "test_error")
      .map(({ group, baseline, comparison }) => [
        group,
        baseline,
        comparison?.n ?? null,
      ]),
    [
      ["SDARTS-RS", "DARTS", [3, 3]],
      ["SDARTS-RS, selected", "DARTS, selected", null],
    ],
  );
});

Deno.test("a report has random architectures as a row of that name, compared with the first method", async () => {
  const found = await wiredReport(`
matrix: { method: [darts, sdarts-rs], seed: [0, 1, 2] }
stages:${SEARCHES}
${WITH_RANDOM}${
    summary({
      searches: '"search[*]"',
      genotypes: '["derive[*]", "rand[*]"]',
      retrains: '["net[*]", "randnet[*]"]',
      evaluations: '["nettest[*]", "randnettest[*]"]',
    })
  }`);
  assertEquals(dropped(found), []);
  assertEquals(overview(found.groups), [
    ["DARTS", "mean over seeds", 3, "3 search seeds"],
    ["SDARTS-RS", "mean over seeds", 3, "3 search seeds"],
    ["random baseline", "random baseline", 3, "3 random architectures"],
  ]);
  assertEquals(found.rows.at(-1), {
    ...found.rows.at(-1)!,
    role: "random baseline",
    point: { seed: 2 },
    method: null,
    space: "s3",
    instances: {
      derived: "rand@seed=2",
      retrain: "randnet@seed=2",
      evaluation: "randnettest@seed=2",
    },
  });
  assertEquals(
    found.comparisons.filter(({ metric }) => metric === "test_error")
      .map(({ group, baseline }) => `${group} - ${baseline}`),
    ["SDARTS-RS - DARTS", "random baseline - DARTS"],
  );
});

Deno.test("a report has random architectures of a table as a row of that name with its own n", async () => {
  const found = await wiredReport(`
matrix: { space: [nasbench1shot1-1, nasbench1shot1-2], method: [darts, sdarts-rs], seed: [0, 1, 2], draw: [0, 1, 2, 3] }
stages:
  table: { use: nasbench }
  files: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: files } }
  search:
    use: search
    needs: { data: images }
    with: { space: $space, method: $method, seed: $seed }
  look: { use: benchmark, needs: { table: table, search: search } }
  random: { use: benchmark, needs: { table: table }, with: { random: { space: $space, seed: $draw } } }
${
    summary({
      searches: '"search[*]"',
      benchmarks: '["look[*]", "random[*]"]',
    })
  }`);
  assertEquals(dropped(found), []);
  assertEquals(
    found.groups.map(({ label, role, n, over }) => [
      label,
      role,
      n,
      over["benchmark_test_error"],
    ]),
    ["nasbench1shot1-1", "nasbench1shot1-2"].flatMap((space) => [
      [`${space} · DARTS`, "mean over seeds", 3, "3 search seeds"],
      [`${space} · SDARTS-RS`, "mean over seeds", 3, "3 search seeds"],
      [
        `${space} · random baseline`,
        "random baseline",
        4,
        "4 random architectures",
      ],
    ]),
  );
  assertEquals(
    found.comparisons.map(({ group, baseline, metric }) =>
      metric === "benchmark_test_error" ? [group, baseline] : []
    ).filter(({ length }) => length > 0).at(-1),
    ["nasbench1shot1-2 · random baseline", "nasbench1shot1-2 · DARTS"],
  );
  assertStringIncludes(found.html, "8 random architectures");
  assertStringIncludes(found.html, "Level lines: random architectures");
});

Deno.test("a report of published genotypes alone needs no search", async () => {
  const found = await wiredReport(`
matrix: { cell: [darts-v1, darts-v2], run: [0, 1] }
stages:
  files: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: files } }
  cell: { use: genotype, with: { published: $cell } }
  size: { use: count, needs: { genotype: cell } }
${trained("net", "cell", "seed: $run")}${
    summary({ evaluations: '"nettest[*]"', counts: '"size[*]"' })
  }`);
  assertEquals(dropped(found), []);
  assertEquals(
    overview(found.groups),
    ["darts-v1", "darts-v2"].map((name) => [
      name,
      "user-given genotype",
      2,
      "2 trainings of one given genotype",
    ]),
  );
  assertStringIncludes(found.html, "2 given genotypes; tested.");
  assertEquals(found.comparisons, []);
});

Deno.test("a report keeps what has no search, is measured twice, comes by two wires or has an axis of its own", async () => {
  const found = await wiredReport(`
matrix: { method: [darts], seed: [0, 1], batch: [16, 32] }
stages:${SEARCHES}${trained("net", "derive", "seed: $seed")}
  again: { use: evaluate, needs: { data: images, network: net }, with: { batch: 10 } }
  hessian: { use: hessian, needs: { data: images, search: search }, with: { batch: $batch } }
  sharp: { use: landscape, needs: { data: images, search: search } }
  drop: { use: discretise, needs: { data: images, search: search, genotype: derive } }
${
    summary({
      evaluations: '["nettest[*]", "again[*]", "nettest[*]"]',
      curvature: '"hessian[*]"',
      landscapes: '"sharp[*]"',
      discretisations: '"drop[*]"',
    })
  }`);
  assertEquals(dropped(found), []);
  // A Hessian for each batch; the tests of both stages are never one sample.
  assertEquals(
    found.groups.map(({ label, n }) => [label, n]),
    [
      ["batch 16 (again)", 2],
      ["batch 16 (nettest)", 2],
      ["batch 32 (again)", 2],
      ["batch 32 (nettest)", 2],
    ],
  );
  for (const { metrics } of found.groups) {
    assertEquals(metrics["test_error"]!.n, 2);
    assertEquals(metrics["hessian_top"]!.n, 2);
    assertEquals(metrics["discretisation_drop"]!.n, 2);
  }
});

Deno.test("a report has searches that only led to others, selected random architectures, and seeds on axes of any name", async () => {
  const found = await wiredReport(`
matrix: { method: [p-darts], start: [3, 4], draw: [0, 1, 2] }
stages:
  files: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: files } }
  shallow: { use: search, needs: { data: images }, with: { space: darts8, method: $method, seed: $start } }
  deep: { use: search, needs: { data: images, before: shallow }, with: { space: darts8, method: $method, seed: $start, keep: 5 } }
  derive: { use: derive, needs: { search: deep } }
${trained("net", "derive", "seed: $start")}
  rand: { use: genotype, with: { random: { space: darts, seed: $draw } } }
  trial: { use: retrain, needs: { data: images, genotype: rand }, with: { images: weights } }
  validation: { use: validate, needs: { data: images, network: trial } }
  best: { use: select, needs: { genotypes: "rand[*]", validations: "validation[*]" } }
${trained("bestnet", "best", "seed: 1")}${
    summary({
      searches: '["deep[*]", "shallow[*]"]',
      selections: '"best[*]"',
      evaluations: '["nettest[*]", "bestnettest[*]"]',
    })
  }`);
  assertEquals(dropped(found), []);
  assertEquals(overview(found.groups), [
    [
      "P-DARTS (nettest)",
      "mean over seeds",
      2,
      "2 search seeds",
    ],
    ["P-DARTS (shallow)", "mean over seeds", 0, undefined],
    [
      "random baseline, selected",
      "selected random baseline",
      1,
      "one selected cell",
    ],
  ]);
  assertEquals(
    found.groups[2]!.selection,
    "lowest validation error after a short retraining, of 3 random architectures",
  );
  assertStringIncludes(found.html, "chosen: seed=1");
  assertNotMatch(found.html, /NaN|undefined|\[object|Infinity/);
  assert(
    found.rows.every(({ instances }) => Object.keys(instances).length > 0),
  );
});

Deno.test("a report that is given nothing is refused before anything runs", async () => {
  await assertRejects(
    () => wiredReport("stages:\n  summary: { use: report, needs: {} }\n"),
    Error,
    "a.yaml:3:3: Expected one or more of the inputs searches, alphas,",
  );
});

Deno.test("a report of a sweep over numbers names its axes, draws them along scales and compares random architectures at every place", async () => {
  const found = await wiredReport(`
matrix: { rate: { range: [0.0001, 1], log: true, steps: 6 }, method: [darts, sdarts-rs], seed: [0, 1, 2] }
stages:${
    SEARCHES.replace("seed: $seed", "seed: $seed, alphaLearningRate: $rate")
  }
${WITH_RANDOM}${
    summary({
      alphas: '"search[*]"',
      genotypes: '["derive[*]", "rand[*]"]',
      evaluations: '["nettest[*]", "randnettest[*]"]',
    })
  }`);
  assertEquals(dropped(found), []);
  const { html, groups, comparisons } = found;
  assertEquals(groups.length, 13);
  assertEquals(groups[2]!.label, "rate 0.000631 · DARTS");
  assertStringIncludes(
    html,
    '<tr><th scope="col" class="axis">rate</th><th scope="col" class="axis">Method</th><th scope="col">Test error',
  );
  assertStringIncludes(
    html,
    "<strong>Axes:</strong> rate: 6 values from 0.0001 to 1.",
  );
  assertStringIncludes(html, "<strong>Test error along rate.</strong>");
  assertStringIncludes(html, "<title>random baseline, mean: ");
  assertEquals(html.match(/class="key c[3-5]"/), null);
  // One scale, in one colour, for every map.
  const scales = [
    ...html.matchAll(/aria-label="Mixture weights[\s\S]*?<\/svg>/g),
  ].map(([map]) =>
    [...map.matchAll(/text-anchor="start">([^<]* %)</g)].map(([, end]) => end)
      .join()
  );
  assertEquals([scales.length, new Set(scales).size], [12, 1]);
  assertEquals(
    comparisons.filter(({ metric, group }) =>
      metric === "test_error" && group === "random baseline"
    ).map(({ baseline, comparison }) => [baseline, comparison?.n]),
    groups.filter(({ label }) => / DARTS$/.test(label))
      .map(({ label }) => [label, [3, 3] as const]),
  );
});
