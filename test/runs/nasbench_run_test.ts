// A whole run of searches in a NAS-Bench-1Shot1 space, from a made-up table to the figure of the report.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CHOICE_OPERATIONS } from "../../nas/space/choice_space.ts";
import {
  chain,
  type MadeRecord,
  makeBenchmark,
} from "../support/data/make_benchmark.ts";
import {
  cachedOutput,
  experimentOnNoise,
} from "../support/experiment_on_noise.ts";
import { shareEmitted } from "../support/pipeline/warm_cache.ts";
import { MAIN } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

/** Chains of up to four operations; the searches also give cells that are none. */
function madeRecords(): MadeRecord[] {
  let lists: string[][] = [[]];
  const records: MadeRecord[] = [];
  for (let length = 1; length <= 4; length++) {
    lists = lists.flatMap((list) =>
      CHOICE_OPERATIONS.map((operation) => [...list, operation])
    );
    records.push(...lists.map((list, i) => ({
      cell: chain(...list),
      test: 0.5 + 0.001 * i,
    })));
  }
  return records;
}

Deno.test("a run of experiments/nasbench1shot1.yaml draws the trajectory of three methods", async () => {
  using folder = tempFolder();
  const bytes = makeBenchmark(madeRecords());
  const cache = join(folder.path, "cache");
  shareEmitted(cache);
  const table = join(folder.path, "mine.tfrecord");
  await Deno.writeFile(table, bytes);
  const digest = createHash("sha256").update(bytes).digest("hex");
  const file = await experimentOnNoise(folder.path, "nasbench1shot1.yaml");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "run", file]
      .concat(["--profile", "ci", "--cache", cache])
      .concat(["--set", "stages.search.with.epochs=2"])
      .concat(["--set", "matrix.seed=[0]"])
      .concat(["--set", `stages.table.with.file.url=file://${table}`])
      .concat(["--set", `stages.table.with.file.sha256=${digest}`]),
    cwd: folder.path,
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  assertEquals(code, 0, said);
  assertStringIncludes(said, "mine.tfrecord: 120 cells");
  const outputOf = (output: string) =>
    cachedOutput(cache, { instance: "summary", output });
  const page = await outputOf("report");
  for (
    const part of [
      "Architectures over the search",
      "mine.tfrecord, not the official file: 120 cells, trained for 4 epochs.",
      "are not in the table",
    ]
  ) assertStringIncludes(page, part);
  const { rows } = JSON.parse(await outputOf("summary")) as {
    rows: {
      method: string | null;
      role: string;
      benchmark_test_error: number | null;
    }[];
  };
  assertEquals(rows.map(({ method }) => method), [
    "darts",
    "sdarts-rs",
    "sdarts-adv",
    null,
  ]);
  assertEquals(rows.at(-1)!.role, "random baseline");
  for (const { benchmark_test_error } of rows) {
    // Null, or a number of the table: never 0.
    assert(benchmark_test_error === null || benchmark_test_error >= 0.4);
  }
});
