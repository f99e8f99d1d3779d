import { assertEquals } from "@std/assert";
import { dataTable } from "./data_table.ts";

Deno.test("dataTable() has a row a position, numbers to six digits, gaps for what is not known, and escapes names", () => {
  const { text } = dataTable({
    head: ["epoch", "<b>"],
    rows: [[1, 0.123456789], [2, null], ["all", 3]],
  });
  const cells = [...text.matchAll(/<t[hd][^>]*>([^<]*)<\/t[hd]>/g)]
    .map(([, cell]) => cell);
  assertEquals(cells, [
    "epoch",
    "&#60;b&#62;",
    "1",
    "0.123457",
    "2",
    "",
    "all",
    "3",
  ]);
});
