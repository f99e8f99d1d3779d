import {
  assertEquals,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import { reportFixture } from "../../../test/support/stages/report_fixture.ts";
import { reportGroups } from "../../../test/support/stages/report_groups.ts";
import { loadGraphviz } from "../html/graphviz.ts";
import { cells } from "../sections/cells.ts";
import { summarise } from "../summary.ts";

/** Groups of searches and trainings of networks with so many cells, whose normal cells are skips alone. */
async function groupsOf(cells: number) {
  const { searches, genotypes, retrains } = reportFixture([0]);
  const withCells = (file: { point: object; value: unknown }) => {
    const value = file.value as { config: object };
    return { ...file, value: { ...value, config: { ...value.config, cells } } };
  };
  const skips = (file: { point: object; value: unknown }) => {
    const value = file.value as { genotype: { normal: [string, number][] } };
    const { genotype } = value;
    const normal = genotype.normal.map(([, from]) => ["skip_connect", from]);
    const reduce = genotype.normal.map(([, from]) => ["sep_conv_3x3", from]);
    return {
      ...file,
      value: { ...value, genotype: { ...genotype, normal, reduce } },
    };
  };
  return await reportGroups({
    searches: searches!.map(withCells),
    genotypes: genotypes!.map(skips),
    retrains: retrains!.map(withCells),
  } as ReturnType<typeof reportFixture>);
}

Deno.test("a network of a single cell is drawn, counted and judged by its one kind of cell", async () => {
  const draw = await loadGraphviz();
  const collapsed = (groups: Awaited<ReturnType<typeof groupsOf>>) =>
    (summarise(groups) as { rows: { collapsed: boolean }[] }).rows
      .map(({ collapsed }) => collapsed);
  const single = await groupsOf(1);
  const { text } = cells(single, draw)!;
  assertStringIncludes(text, "Reduction cell of DARTS");
  assertNotMatch(text, /Normal cell of/);
  assertStringIncludes(text, "0 of 8 chosen edges without parameters");
  assertEquals(collapsed(single), [false, false, false]);
  const both = await groupsOf(8);
  assertStringIncludes(cells(both, draw)!.text, "8 of 16 chosen edges");
  assertEquals(collapsed(both), [true, true, true]);
});
