/**
 * Lines of cells in columns, two spaces apart.
 *
 * @param rows Rows with equally many cells.
 * @param isText Says of a column that its cells stand to the left; the others stand to the right, as numbers do.
 */
export function columns(
  rows: readonly (readonly string[])[],
  isText: (column: number) => boolean,
): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row.map((cell, column) =>
      isText(column)
        ? cell.padEnd(widths[column]!)
        : cell.padStart(widths[column]!)
    ).join("  ").trimEnd() + "\n"
  ).join("");
}
