import { assert, assertEquals } from "@std/assert";
import {
  type FixtureFiles,
  reportFixture,
} from "../../../test/support/stages/report_fixture.ts";
import { reportGroups } from "../../../test/support/stages/report_groups.ts";
import { compareMethods } from "../runs/compare_methods.ts";
import { correlateMetrics } from "../runs/correlate_metrics.ts";
import { rankSettings } from "../runs/rank_settings.ts";
import { comparisons } from "./comparisons.ts";
import { configuration } from "./configuration.ts";
import { correlations } from "./correlations.ts";
import { results } from "./results.ts";
import { settingRanks } from "./setting_ranks.ts";

/** Cells of a row of a table: their tags without the closing ones. */
const cellsOf = (row: string) =>
  [...row.matchAll(/<(t[hd])([^>]*)>/g)].map(([, tag, attributes]) => ({
    tag,
    attributes,
  }));

Deno.test("every head of a table is aligned as the cells below it: left over words, right over numbers", async () => {
  const fixture = reportFixture([0, 1, 2]);
  const trained = (files: FixtureFiles[string]) =>
    [0.1, 0.01].flatMap((learningRate) =>
      files.map(({ point, value }) => ({
        point: { ...point, learningRate },
        value,
      }))
    );
  const groups = await reportGroups({
    ...fixture,
    retrains: trained(fixture["retrains"]!),
    evaluations: trained(fixture["evaluations"]!),
  });
  const sections = [
    settingRanks(rankSettings(groups)),
    results(groups),
    comparisons(compareMethods(groups)),
    correlations(correlateMetrics(groups), groups),
    configuration(groups),
  ];
  for (const section of sections) {
    const table = section!.text.slice(
      section!.text.indexOf("<table"),
      section!.text.indexOf("</table>"),
    );
    const [head, ...rows] = table.split("<tr>").slice(1).map(cellsOf);
    assert(rows.length > 0);
    for (const row of rows) {
      // as style.ts has it: the first column, heads in rows and heads of the class axis
      const left = (cells: typeof row, isHead: boolean) =>
        cells.map(({ tag, attributes }, at) =>
          at === 0 || (isHead ? attributes!.includes("axis") : tag === "th")
        );
      assertEquals(left(head!, true), left(row, false), table.slice(0, 900));
    }
  }
});
