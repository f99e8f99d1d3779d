import type { KeyedRow } from "./table.ts";

/**
 * Counts what a table lacks: cells without a training of some length, and rows with fewer trainings than the others.
 *
 * @returns Numbers by their kind in the plural; none without any.
 */
export function unevenRows(
  rows: readonly KeyedRow[],
): Readonly<Record<string, number>> {
  const lengths = new Set(rows.map(({ epochs }) => epochs)).size;
  const most = rows.reduce((found, { repeats }) => Math.max(found, repeats), 0);
  const cells = new Map<string, number>();
  for (const { hash } of rows) cells.set(hash, (cells.get(hash) ?? 0) + 1);
  const short = [...cells.values()].filter((own) => own < lengths).length;
  const few = rows.filter(({ repeats }) => repeats < most).length;
  return {
    ...(short === 0
      ? {}
      : { "cells without a training of some length": short }),
    ...(few === 0 ? {} : { [`means of fewer than ${most} trainings`]: few }),
  };
}
