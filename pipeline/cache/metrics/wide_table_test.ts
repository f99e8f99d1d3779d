import { assertAlmostEquals, assertEquals } from "@std/assert";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";
import { loadPipeline } from "../../definition/graph/load_pipeline.ts";
import { rankRows } from "./rank_rows.ts";
import { type ResultOf, wideTable } from "./wide_table.ts";

/** `first` has one axis less than `second`; `alone` and `all` have none; `other` has an axis of its own. */
const PIPELINE = `name: wide
matrix: { lr: [1, 2], width: [8, 16], other: [0, 1], seed: [0, 1] }
stages:
  alone: { use: number, with: { value: 3 } }
  first: { use: number, with: { value: $lr } }
  second:
    use: command
    needs: { first: first }
    run: [sh, -c, "true", --width, $width, --seed, $seed]
    outputs: { o: o }
  side: { use: square, needs: { number: first } }
  other: { use: number, with: { value: $other } }
  all: { use: total, needs: { numbers: "first[*]" } }
`;

async function opened() {
  await using project = toyProject(PIPELINE);
  return await loadPipeline(`${project.folder}/a.yaml`, {
    folders: [`${project.folder}/stages`],
  });
}

/** Results of all instances but of one that failed and one that is not finite. */
const resultOf: ResultOf = (instance) => {
  if (instance === "second@lr=2,width=16,seed=1") {
    return { state: "failed", numbers: new Map() };
  }
  const at = (axis: string) =>
    Number(new RegExp(`${axis}=(\\d+)`).exec(instance)?.[1] ?? 0);
  const loss = instance === "second@lr=1,width=16,seed=0"
    ? NaN
    : 10 * at("lr") + at("width") + at("seed");
  return {
    state: "done",
    numbers: new Map(
      instance.startsWith("second")
        ? [["loss", loss], ["seed", at("seed")], ["top.mean", 2]]
        : [["number", 7]],
    ),
  };
};

Deno.test("wideTable() joins seeds to mean, spread and n, and tells what failed", async () => {
  const table = wideTable(await opened(), resultOf, {
    stage: "second",
    joined: true,
  });
  assertEquals(table.axes, [
    { name: "lr", seed: false, log: false },
    { name: "width", seed: false, log: false },
  ]);
  // The seed is a coordinate, not a metric; stages without axes say nothing of a row.
  assertEquals(
    table.metrics.map(({ name, better }) => [name, better]),
    [
      ["second.loss", "min"],
      ["second.top.mean", undefined],
      ["first.number", undefined],
      ["side.number", undefined],
    ],
  );
  const rows = rankRows(table.rows, "second.loss", "min");
  assertEquals(
    rows.map(({ point, instances, values }) => [
      point,
      instances.filter(({ state }) => state === "done").length,
      values.get("second.loss")?.mean,
      values.get("second.loss")?.n,
      // one instance of the first stage, though both seeds share it
      values.get("first.number")?.n,
    ]),
    [
      [{ lr: 1, width: 8 }, 3, 18.5, 2, 1],
      [{ lr: 1, width: 16 }, 3, 27, 1, 1],
      [{ lr: 2, width: 8 }, 3, 28.5, 2, 1],
      [{ lr: 2, width: 16 }, 2, 36, 1, 1],
    ],
  );
  assertAlmostEquals(rows[0]!.values.get("second.loss")!.sd!, Math.SQRT1_2);
  assertEquals(rows[3]!.values.get("second.loss")!.sd, null);
  assertEquals(
    rankRows(rows, "second.loss", "max").map(({ point }) => point),
    rows.toReversed().map(({ point }) => point),
  );
});

Deno.test("wideTable() has each result in a row, also of stages with other axes or none", async () => {
  const pipeline = await opened();
  const { axes, rows } = wideTable(pipeline, resultOf);
  assertEquals(axes.map(({ name }) => name), ["lr", "width", "other", "seed"]);
  assertEquals(
    new Set(rows.flatMap(({ instances }) => instances.map(({ name }) => name))),
    new Set(pipeline.instances.map(({ name }) => name)),
  );
  // 8 of the second stage, 2 of the other, and one of all that have no axes
  assertEquals(rows.length, 11);
  const chosen = wideTable(pipeline, resultOf, {
    stage: "second",
    where: ({ lr }) => lr === 2,
  });
  assertEquals(chosen.rows.map(({ point }) => point), [
    { lr: 2, width: 8, seed: 0 },
    { lr: 2, width: 8, seed: 1 },
    { lr: 2, width: 16, seed: 0 },
    { lr: 2, width: 16, seed: 1 },
  ]);
});
