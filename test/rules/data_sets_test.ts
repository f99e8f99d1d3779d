// docs/data-sets.md says what happens to files that differ from the usual; each row is carried out.
import { assertEquals } from "@std/assert";
import { ARCHIVE_DEVIATIONS } from "../support/deviations/archive_deviations.ts";
import { CIFAR_DEVIATIONS } from "../support/deviations/cifar_deviations.ts";
import { IMAGE_DEVIATIONS } from "../support/deviations/image_deviations.ts";
import { NASBENCH201_DEVIATIONS } from "../support/deviations/nasbench201_deviations.ts";
import { NASBENCH_DEVIATIONS } from "../support/deviations/nasbench_deviations.ts";
import { SVHN_DEVIATIONS } from "../support/deviations/svhn_deviations.ts";
import { TINY_IMAGENET_DEVIATIONS } from "../support/deviations/tiny_imagenet_deviations.ts";
import { ROOT } from "../support/root.ts";

const TABLES = [
  IMAGE_DEVIATIONS,
  ARCHIVE_DEVIATIONS,
  CIFAR_DEVIATIONS,
  SVHN_DEVIATIONS,
  TINY_IMAGENET_DEVIATIONS,
  NASBENCH_DEVIATIONS,
  NASBENCH201_DEVIATIONS,
];

/** Cells of the tables of a page, by the heading above. */
function tablesOf(page: string): Record<string, string[][]> {
  const tables: Record<string, string[][]> = {};
  for (const section of page.split(/^## /m).slice(1)) {
    const rows = [...section.matchAll(/^\| (.+) \|$/gm)]
      .map(([, cells]) => cells!.split(" | ").map((cell) => cell.trim()));
    if (rows.length > 0) tables[section.split("\n")[0]!] = rows.slice(2);
  }
  return tables;
}

Deno.test("docs/data-sets.md has the rows that are carried out, and no others", () => {
  const page = Deno.readTextFileSync(`${ROOT}/docs/data-sets.md`);
  assertEquals(
    tablesOf(page),
    Object.fromEntries(TABLES.map(({ heading, rows }) => [
      heading,
      rows.map(({ what, happens, how }) => [what, happens, how]),
    ])),
  );
});

for (const { heading, rows } of TABLES) {
  for (const { what, happens, check } of rows) {
    Deno.test(`${heading}: ${what}: ${happens}`, check);
  }
}
