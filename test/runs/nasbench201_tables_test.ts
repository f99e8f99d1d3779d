// A whole run of searches in NAS-Bench-201, looked up in a made-up table, to the figure of the report.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { publishedArchitectures } from "../support/data/make_nats_table.ts";
import {
  cachedOutput,
  experimentOnNoise,
} from "../support/experiment_on_noise.ts";
import { shareEmitted } from "../support/pipeline/warm_cache.ts";
import { MAIN } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

/** Results of every architecture: those with the index `i` from 50 to 81.248 %, in two trainings. */
const rows = publishedArchitectures().flatMap((architecture, index) =>
  [777, 888].map((seed, at) => ({
    architecture,
    dataset: "cifar10",
    epochs: 200,
    split: "ori-test",
    seed,
    accuracy: 50 + 0.002 * index + (at === 0 ? -1 : 1),
    parameters: 1000,
    flops: 2000,
  }))
);

Deno.test("a run of experiments/nasbench201.yaml with a table looks up the cells of two methods and random ones", async () => {
  using folder = tempFolder();
  const cache = join(folder.path, "cache");
  shareEmitted(cache);
  const json = JSON.stringify(rows);
  const table = join(folder.path, "mine.json");
  await Deno.writeTextFile(table, json);
  const digest = createHash("sha256").update(json).digest("hex");
  const file = await experimentOnNoise(folder.path, "nasbench201.yaml");
  const text = await Deno.readTextFile(file);
  const own = text.replace(
    /with: \{ folder: .* \}/,
    `with: { file: { url: "file://${table}", sha256: ${digest} } }`,
  );
  assert(own !== text);
  await Deno.writeTextFile(file, own);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "run", file]
      .concat(["--profile", "tables", "--cache", cache])
      .concat(["--until", "tabulated", "--set", "matrix.seed=[0]"])
      .concat(["--set", "matrix.method=[darts, sdarts-rs]"])
      .concat(
        ["channels=4", "cells=3", "epochs=2", "batch=16"].flatMap((value) => [
          "--set",
          `stages.search.with.${value}`,
        ]),
      ),
    cwd: folder.path,
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  assertEquals(code, 0, said);
  assertStringIncludes(said, "mine.json: 15,625 architectures");
  const outputOf = (output: string) =>
    cachedOutput(cache, { instance: "tabulated", output });
  const page = await outputOf("report");
  for (
    const part of [
      "<h3>NAS-Bench-201: cifar10, 200 epochs, ori-test</h3>",
      "mine.json: 15,625 cells, trained for 200 epochs on cifar10, evaluated on ori-test.",
      "mean of 2 trainings of 200 epochs of each cell on cifar10, none sampled; test error and regret on the test images (ori-test).",
      "All architectures are in the table.",
      "Tabulated test error",
      "<strong>Regret.</strong>",
    ]
  ) assertStringIncludes(page, part);
  assertEquals(page.includes("Validation error of the architecture"), false);
  const summary = JSON.parse(await outputOf("summary")) as {
    rows: {
      method: string | null;
      role: string;
      benchmark_test_error: number;
      benchmark_regret: number;
    }[];
  };
  assertEquals(summary.rows.map(({ method }) => method), [
    "darts",
    "sdarts-rs",
    null,
  ]);
  assertEquals(summary.rows.at(-1)!.role, "random baseline");
  for (const { benchmark_test_error, benchmark_regret } of summary.rows) {
    const best = 1 - 0.81248;
    assert(Math.abs(benchmark_test_error - best - benchmark_regret) < 1e-9);
    assert(benchmark_regret >= 0);
  }
});
