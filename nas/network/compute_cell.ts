import type { Layers } from "../layers/layers.ts";

/** Whether a network computes maps again for the gradient. */
export interface Recomputing {
  /**
   * True to compute the maps of each cell but the last again for the gradient, which needs less memory and more time and
   * changes no number. False by default.
   */
  readonly recompute?: boolean | undefined;
}

/**
 * Computes a cell of a network, so that its maps are held or computed again. Those of the last cell are held always: the
 * gradient begins with them.
 */
export function computeCell<T>(
  layers: Layers<T>,
  compute: () => T,
  { cell, cells, recompute }: Recomputing & {
    readonly cell: number;
    readonly cells: number;
  },
): T {
  return recompute ? layers.recompute(compute, cell < cells - 1) : compute();
}
