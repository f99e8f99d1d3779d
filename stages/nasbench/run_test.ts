import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import { cellHash } from "../../datasets/nasbench101/cell_hash.ts";
import { OFFICIAL_TABLES } from "../../datasets/nasbench101/official.ts";
import { openTableFolder } from "../../datasets/nasbench101/table_folder.ts";
import {
  chain,
  makeBenchmark,
} from "../../test/support/data/make_benchmark.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { chosenFile, run } from "./run.ts";
import { nasbenchParams } from "./params.ts";
import definition from "./stage.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const CONV = "conv3x3-bn-relu";

Deno.test("nasbench indexes a file of one's own, and says that it is not the official one", async () => {
  using folder = tempFolder();
  const bytes = makeBenchmark([
    { cell: chain(CONV), test: 0.5 },
    { cell: chain(CONV), test: 0.75, epochs: 12 },
  ]);
  await Deno.writeFile(`${folder.path}/mine.tfrecord`, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const params = nasbenchParams.parse({
    file: { url: `file://${folder.path}/mine.tfrecord`, sha256 },
  });
  const { context, logged, progress } = testContext(params, {
    outputs: { table: `${folder.path}/table` },
    checkpoint: await Deno.makeTempDir({ dir: folder.path }),
  });
  await run(context, true);
  const table = await openTableFolder(`${folder.path}/table`);
  assertEquals([table.name, table.official], ["mine.tfrecord", false]);
  assertEquals(
    table.query(cellHash(chain(CONV))!, 12)?.testAccuracy,
    0.75,
  );
  assertEquals(logged, [
    "mine.tfrecord: 1 cells, trained for 4, 12 epochs",
  ]);
  const last = progress.at(-1)!;
  assertEquals(last.done, last.total);

  const other = nasbenchParams.parse({
    file: {
      url: `file://${folder.path}/mine.tfrecord`,
      sha256: "0".repeat(64),
    },
  });
  const wrong = testContext(other, {
    outputs: { table: `${folder.path}/other` },
    checkpoint: await Deno.makeTempDir({ dir: folder.path }),
  });
  await assertRejects(
    () => run(wrong.context, true),
    Error,
    "mine.tfrecord",
  );
});

Deno.test("nasbench takes the official file, or a copy with the same digest, and refuses both a copy and a file of one's own", () => {
  const official = chosenFile(nasbenchParams.parse({ table: "full" }));
  assertEquals(official, OFFICIAL_TABLES.full);
  const mirror = "https://mirror.example/nasbench_full.tfrecord";
  const copy = chosenFile(nasbenchParams.parse({ table: "full", mirror }));
  assertEquals(copy, { ...official, url: mirror });
  const file = { url: "file:///tmp/a.tfrecord", sha256: "0".repeat(64) };
  assertThrows(() => nasbenchParams.parse({ mirror, file }));
  assertThrows(() => nasbenchParams.parse({ table: "only36" }));
});

Deno.test("nasbench may read a local file alone, or reach the network alone", () => {
  const permissions = (given: unknown) => {
    const { permissions } = definition;
    const params = nasbenchParams.parse(given);
    return typeof permissions === "function"
      ? permissions(params, {})
      : permissions;
  };
  const file = { url: "file:///tmp/a.tfrecord", sha256: "0".repeat(64) };
  assertEquals(permissions({ file }), {
    read: ["/tmp/a.tfrecord"],
    envUnkeyed: [],
  });
  const { net, run, read } = permissions({})!;
  assertEquals([net, run, read], [true, undefined, []]);
});

Deno.test("nasbench says where the official file is when it may not fetch it", async () => {
  const { context } = testContext(nasbenchParams.parse({}), {
    outputs: {},
    checkpoint: "/nowhere",
  });
  await assertRejects(
    () => run(context, true),
    Error,
    "while SDARTS_OFFLINE is set: fetch nasbench_only108.tfrecord (sha256 4c39c39",
  );
});
