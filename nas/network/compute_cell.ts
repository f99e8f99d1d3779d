import type { Layers } from "../layers/layers.ts";

/** Whether a network recomputes maps for the gradient. */
export interface Recomputing {
  /**
   * True to recompute the maps of each cell but the last for the gradient: less memory, more time, the same numbers.
   * False by default.
   */
  readonly recompute?: boolean | undefined;
}

/**
 * Computes a cell whose maps are held or recomputed. Those of the last cell are always held: the gradient begins there.
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
