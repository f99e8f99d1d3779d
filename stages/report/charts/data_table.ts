import { type Markup, markup } from "../html/markup.ts";

/** A number, a name, or a gap. */
export type TableCell = string | number | null;

/** The numbers of a chart. */
export interface DataTable {
  /** Names of the columns. */
  readonly head: readonly string[];
  /** Cells, row by row. */
  readonly rows: readonly (readonly TableCell[])[];
}

/** Digits of a number that are shown: more than a chart can, fewer than rounding spoils. */
const DIGITS = 6;

/** The numbers behind a chart, folded up until they are asked for. */
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
