import { deriveGraph } from "../../nas/genotype/graph_genotype.ts";
import { graphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { countChanges } from "../../nas/genotype/genotype_changes.ts";
import { trajectoryPoint } from "../../nas/genotype/trajectory.ts";
import { readGraphAlphasFile } from "../_artifacts/found_alphas.ts";
import type { DerivedSearch } from "./run.ts";

/**
 * Derives the graph cells of a search, one for each epoch. Each edge keeps its strongest operation.
 *
 * @param path Path of `alphas.json`.
 */
export async function deriveGraphs(path: string): Promise<DerivedSearch> {
  const { space, epochs } = await readGraphAlphasFile(path);
  const trajectory = epochs.map(({ epoch, ...alphas }) =>
    trajectoryPoint(epoch, deriveGraph(space, alphas))
  );
  const texts = trajectory.map(({ epoch, genotype }) => ({
    epoch,
    text: graphCellText(genotype),
  }));
  return {
    space: space.name,
    trajectory,
    changes: countChanges(texts),
    text: texts.at(-1)!.text,
  };
}
