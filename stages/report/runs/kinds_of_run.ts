import { kindsOfCells } from "../../../nas/space/cell_kinds.ts";
import { CELL_KINDS, type CellKind } from "../../../nas/space/edge_space.ts";
import type { Run } from "./report_run.ts";

/**
 * Kinds of the cells of the network that a run trained, else of the supernet that it searched; both where no artifact
 * tells.
 */
export function kindsOfRun(
  { found, searches }: Pick<Run, "found" | "searches">,
): readonly CellKind[] {
  const configs = [found.retrain?.value, found.search?.value, ...searches]
    .map((history) => history?.config.cells);
  const cells = configs.find((cells) => typeof cells === "number");
  return cells === undefined ? CELL_KINDS : kindsOfCells(cells);
}
