import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parquetReadObjects } from "hyparquet";
import { toyProject } from "../../../../test/support/pipeline/toy_project.ts";
import { fileNames } from "../../../base/read_files.ts";
import { metricColumns } from "../../export/metric_table.ts";
import { csvText } from "../../export/table_files.ts";

const PIPELINE = `name: curves
matrix: { seed: [0, 1] }
stages:
  train: { use: train, with: { seed: $seed } }
`;

const STAGE_URL = import.meta.resolve("../../../stage.ts");

const TRAIN = `import { z } from "zod";
import { defineStage } from ${JSON.stringify(STAGE_URL)};
export default defineStage({
  name: "train",
  description: "makes a curve",
  params: z.strictObject({ seed: z.number() }),
  inputs: {},
  outputs: { history: { kind: "history", path: "history.json" } },
  run: async ({ params: { seed }, output, progress }) => {
    progress({ done: 1, total: 2, unit: "epoch", metrics: { step: 0, values: { loss: seed } } });
    const text = '{"best": 0.5, "epochs": [{"loss": ' + (seed + 0.1) + '}, {"loss": NaN}]}';
    await Deno.writeTextFile(output("history"), text);
  },
});
`;

Deno.test("export writes all numbers as CSV, as Parquet and for TensorBoard", async () => {
  await using project = toyProject(PIPELINE);
  project.write("stages/train/stage.ts", TRAIN);
  const file = `${project.folder}/a.yaml`;
  const early = await project.run("export", "csv", file);
  assertEquals(early.code, 2);
  assertStringIncludes(early.err, "run it first");
  assertEquals((await project.run("run", file, "--until", "train")).code, 0);

  // The times of steps stay for the export.
  const curves = fileNames(`${project.folder}/.sdarts/curves`);
  const times = curves.map((name) =>
    JSON.parse(project.read(`.sdarts/curves/${name}`)).time
  );
  assertEquals(times.length, 2);
  assert(times.every((time) => Math.abs(Date.now() - time) < 600_000));

  const to = ["--to", `${project.folder}/out`];
  const csv = await project.run("export", "csv", file, ...to);
  assertEquals(csv.code, 0, csv.err);
  assertStringIncludes(csv.out, "wrote 6 numbers of 2 instances to ");
  const lines = project.read("out/metrics.csv").trimEnd().split("\n");
  assertEquals(lines.length, 7);
  assertEquals(
    lines[0],
    "pipeline,stage,instance,point,key,metric,step,value",
  );
  const start = 'curves,train,train@seed=1,"{""seed"":1}",';
  assertEquals(
    lines.slice(4).map((line) => [
      line.slice(0, start.length),
      line.slice(start.length).replace(/^[0-9a-f]{64},/, ""),
    ]),
    [
      "history best,,0.5",
      "history epochs.loss,0,1.1",
      "history epochs.loss,1,NaN",
    ]
      .map((rest) => [start, rest]),
  );

  assertEquals((await project.run("export", "parquet", file, ...to)).code, 0);
  const bytes = await Deno.readFile(`${project.folder}/out/metrics.parquet`);
  const rows = await parquetReadObjects({ file: bytes.buffer });
  assertEquals(rows.length, 6);
  assertEquals(
    rows.slice(3).map(({ instance, metric, step, value }) => [
      instance,
      metric,
      step ?? null,
      value,
    ]),
    [
      ["train@seed=1", "history best", null, 0.5],
      ["train@seed=1", "history epochs.loss", 0, 1.1],
      ["train@seed=1", "history epochs.loss", 1, NaN],
    ],
  );

  const board = ["export", "tensorboard", file, ...to];
  assertEquals((await project.run(...board)).code, 0);
  const events =
    `${project.folder}/out/train@seed=0/events.out.tfevents.0.sdarts`;
  const first = await Deno.readFile(events);
  assertStringIncludes(new TextDecoder().decode(first), "train/loss");
  assertEquals((await project.run(...board)).code, 0);
  assertEquals(await Deno.readFile(events), first);

  const wrong = await project.run("export", "cvs", file);
  assertEquals(wrong.code, 2);
  assertStringIncludes(
    wrong.err,
    "one of csv, parquet, tensorboard, mlflow, latex, kubernetes, argo but found cvs",
  );
});

Deno.test("csvText() quotes characters with a meaning in CSV", () => {
  const row = {
    pipeline: "p",
    stage: "s",
    instance: "s@a",
    point: '{"x":"a,b\n"}',
    key: "k",
    metric: "m",
    step: null,
    value: -1e-7,
  };
  assertEquals(
    csvText(metricColumns([row])).split("\n").slice(1).join("\n"),
    'p,s,s@a,"{""x"":""a,b\n""}",k,m,,-1e-7\n',
  );
});

Deno.test("export latex writes the tables of stages that make some, and says where there are none", async () => {
  await using project = toyProject(
    "name: paper\nstages:\n  rows: { use: rows }\n  more: { use: rows, resources: { cpus: 1 } }\n",
  );
  project.write(
    "stages/rows/stage.ts",
    TRAIN.replace('name: "train"', 'name: "rows"')
      .replace("z.strictObject({ seed: z.number() })", "z.strictObject({})")
      .replace(
        '{ history: { kind: "history", path: "history.json" } }',
        '{ tables: { kind: "latex", path: "rows.tex" }, other: { kind: "x", path: "x" } }',
      )
      .replace(
        /run: [\s\S]*\n\}\);/,
        'run: ({ output }) => { for (const name of ["tables", "other"]) Deno.writeTextFileSync(output(name), "\\\\label{tab:" + name + "}"); },\n});',
      ),
  );
  const early = await project.run("export", "latex", "a.yaml");
  assertEquals(early.code, 2);
  assertStringIncludes(
    early.err,
    "No tables of pipeline paper are in the cache",
  );
  assertEquals((await project.run("run", "a.yaml")).code, 0);
  for (const _ of ["first", "again"]) {
    const { code, out, err } = await project.run("export", "latex", "a.yaml");
    assertEquals(
      [code, out],
      [0, "wrote paper-export/rows.tex, paper-export/more.tex\n"],
      err,
    );
    // One document can take both.
    for (const name of ["rows", "more"]) {
      assertEquals(
        project.read(`paper-export/${name}.tex`),
        `\\label{${name}:tab:tables}`,
      );
    }
  }
  project.write(
    "b.yaml",
    PIPELINE.replaceAll("train", "number").replace(
      "seed: $seed }",
      "value: $seed }",
    ),
  );
  const none = await project.run("export", "latex", "b.yaml");
  assertEquals(none.code, 2);
  assertStringIncludes(none.err, "Expected a stage with tables for LaTeX");
});
