import { assertEquals } from "@std/assert";
import type { Ancestor } from "../../../pipeline/stage.ts";
import { repetitionAxes } from "./repetition_axes.ts";

function instance(stage: string, point: Ancestor["point"], params: unknown) {
  const name = `${stage} ${JSON.stringify(point)}`;
  return { name, stage, use: stage, point, params, kinds: [], inputs: [] };
}

Deno.test("repetitionAxes() are seed and run, and axes along which nothing but seeds changes", () => {
  const isRepetition = repetitionAxes([
    ...[1, 2].flatMap((rep) =>
      ["a", "b"].map((method) =>
        instance("search", { rep, method }, { method, seed: rep })
      )
    ),
    ...[1, 2].map((rep) =>
      instance("genotype", { rep }, { random: { space: "s3", seed: rep } })
    ),
    ...[1, 2].map((rep) => instance("select", { rep }, { where: { rep } })),
    ...[1, 2].map((size) => instance("split", { size }, { seed: 1, size })),
    instance("lone", { once: 1 }, { seed: 1 }),
  ]);
  assertEquals(
    ["seed", "run", "rep", "method", "size", "once", "unknown"].map((axis) =>
      isRepetition(axis)
    ),
    [true, true, true, false, false, false, false],
  );
});
