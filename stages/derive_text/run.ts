import { countChanges } from "../../nas/genotype/genotype_changes.ts";
import { deriveRecurrent } from "../../nas/recurrent/recurrent_genotype.ts";
import { formatRecurrent } from "../../nas/recurrent/recurrent_text.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { recurrentAlphasFile } from "../_language/recurrent_alphas.ts";
import { recurrentGenotypeFile } from "../_language/recurrent_genotype.ts";
import { recurrentTrajectoryFile } from "../_language/recurrent_trajectory.ts";

/**
 * Writes the cell of the last epoch and those of all epochs. The genotype file holds the cell alone, so that two searches
 * with the same result share all later stages.
 */
export async function run(context: StageContext<unknown>): Promise<void> {
  const { nodes, epochs } = await recurrentAlphasFile.read(
    context.input("search"),
  );
  const trajectory = epochs.map(({ epoch, recurrent }) => ({
    epoch,
    genotype: deriveRecurrent(recurrent, nodes),
  }));
  const { epoch, genotype } = trajectory.at(-1)!;
  const python = formatRecurrent(genotype);
  await recurrentGenotypeFile.write(context.output("genotype"), {
    space: "recurrent",
    genotype,
    python,
  });
  const changes = countChanges(trajectory.map(({ epoch, genotype }) => ({
    epoch,
    text: formatRecurrent(genotype),
  })));
  await recurrentTrajectoryFile.write(context.output("trajectory"), {
    ...changes,
    epochs: trajectory,
  });
  context.log(`after epoch ${epoch}: ${python}`);
  context.progress({
    done: trajectory.length,
    total: trajectory.length,
    unit: "epoch",
  });
}
