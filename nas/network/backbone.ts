import { computeCell, type Recomputing } from "./compute_cell.ts";
import { isReduction } from "../space/cell_kinds.ts";
import type { Layers } from "../layers/layers.ts";
import type { Stem } from "../stems/stem.ts";

export interface CellPlace {
  /** Prefix of parameter names. */
  readonly name: string;
  /** Channels of each node. */
  readonly filters: number;
  /** True for a cell that halves the map. */
  readonly reduction: boolean;
  /** True when the cell before the last input halved the map. */
  readonly afterReduction: boolean;
}

/** Sizes of a network of cells. */
export interface NetworkSizes extends Recomputing {
  /** First layers. */
  readonly stem: Stem;
  /** Channels of the first cell. */
  readonly channels: number;
  readonly cells: number;
  readonly classes: number;
  /** Side of the square images. */
  readonly size: number;
}

/** Sizes of a stack of cells with its stem, and the function of a cell. */
export interface BackboneOptions<T>
  extends Pick<NetworkSizes, "stem" | "channels" | "cells" | "recompute"> {
  /** One cell on the outputs of the two cells before it. */
  readonly compute: (inputs: readonly [T, T], place: CellPlace) => T;
  /** Output of a cell as the next cells read it; unchanged by default. */
  readonly pass?: (output: T, cell: number) => T;
}

/** A network from its stem to its last cell; channels double where the map is halved. Gives the last output. */
export function backbone<T>(
  layers: Layers<T>,
  images: T,
  { stem, channels, cells, recompute, compute, pass }: BackboneOptions<T>,
): T {
  let previous = stem.forward(layers, images, channels);
  let filters = channels;
  let afterReduction = stem.reduced;
  for (let cell = 0; cell < cells; cell++) {
    const reduction = isReduction(cell, cells);
    if (reduction) filters *= 2;
    const read = previous;
    const place = { name: `cells.${cell}`, filters, reduction, afterReduction };
    const output = computeCell(layers, () => compute(read, place), {
      cell,
      cells,
      recompute,
    });
    previous = [previous[1], pass === undefined ? output : pass(output, cell)];
    afterReduction = reduction;
  }
  return previous[1];
}
