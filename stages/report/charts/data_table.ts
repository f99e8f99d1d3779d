import { type Markup, markup } from "../html/markup.ts";

/** A number, a name, or a gap. */
export type TableCell = string | number | null;

/** Numbers of a chart as a table. */
export interface DataTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** Significant digits of a number: more than a chart shows, fewer than rounding errors change. */
const DIGITS = 6;

/** Table of the numbers of a chart, collapsed until the reader opens it. */
export function dataTable({ head, rows }: DataTable): Markup {
  return markup`<details class="data"><summary>Data</summary><div class="scroll"><table class="settings"><thead><tr>${
    head.map((name) => markup`<th scope="col">${name}</th>`)
  }</tr></thead><tbody>${
    rows.map(([first = null, ...rest]) =>
      markup`<tr><th scope="row">${shown(first)}</th>${
        rest.map((cell) => markup`<td>${shown(cell)}</td>`)
      }</tr>`
    )
  }</tbody></table></div></details>`;
}

function shown(cell: TableCell): string {
  if (cell === null) return "";
  return typeof cell === "number"
    ? String(Number(cell.toPrecision(DIGITS)))
    : cell;
}
