import { assertEquals, assertNotMatch } from "@std/assert";
import { reportFixture } from "../../test/support/stages/report_fixture.ts";
import { reportGroups } from "../../test/support/stages/report_groups.ts";
import { summarise, SUMMARY_SCHEMA } from "./summary.ts";

interface Row {
  method: string;
  seed: number;
  test_error: number | null;
  genotype: unknown;
}
interface GroupRow {
  label: string;
  metrics: Record<string, { n: number; mean: number | null }>;
}

async function summaryOf(files: ReturnType<typeof reportFixture>) {
  return summarise(await reportGroups(files));
}

Deno.test("summarise() has a row for each run and statistics for each group", async () => {
  const files = reportFixture([0, 1]);
  const summary = await summaryOf(files);
  const rows = summary["rows"] as Row[];
  const groups = summary["groups"] as GroupRow[];
  assertEquals(summary["schema"], SUMMARY_SCHEMA);
  assertEquals(rows.map(({ method, seed }) => `${method} ${seed}`), [
    "darts 0",
    "darts 1",
    "sdarts-rs 0",
    "sdarts-rs 1",
    "sdarts-adv 0",
    "sdarts-adv 1",
  ]);
  const errors = rows.slice(0, 2).map(({ test_error }) => test_error!);
  const { n, mean } = groups[0]!.metrics["test_error"]!;
  assertEquals([n, mean], [2, (errors[0]! + errors[1]!) / 2]);
  const expected = files["genotypes"]![0]!.value as { genotype: unknown };
  assertEquals(rows[0]!.genotype, expected.genotype);
});

Deno.test("summarise() writes null for what is missing", async () => {
  const { searches } = reportFixture([0]);
  const summary = await summaryOf({ searches: searches! });
  const [row] = summary["rows"] as Row[];
  const [group] = summary["groups"] as GroupRow[];
  assertEquals([row!.test_error, row!.genotype], [null, null]);
  assertEquals(
    group!.metrics["hessian_top"],
    {
      n: 0,
      mean: null,
      std: null,
      min: null,
      max: null,
      interval: null,
    } as GroupRow["metrics"][string],
  );
  assertNotMatch(JSON.stringify(summary), /NaN|undefined/);
});
