import { selectedGenotype } from "../../nas/selections/selected_genotype.ts";
import type { EdgeSelection } from "../../nas/selections/selection.ts";
import { formatPythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { PROGRESSIVE_SKIPS } from "../../nas/space/narrowed_space.ts";
import { restrictedGenotype } from "../../nas/genotype/restricted_genotype.ts";
import {
  countChanges,
  genotypeText,
} from "../../nas/genotype/genotype_changes.ts";
import { genotypeTrajectory } from "../../nas/genotype/trajectory.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readAlphasFile } from "../_artifacts/alphas_file.ts";
import { writeGenotypeFile } from "../_artifacts/genotype_file.ts";
import { trajectoryFile } from "../_artifacts/trajectory.ts";
import type { DeriveParams } from "./params.ts";

/**
 * Writes the genotype of the last epoch and the trajectory over all epochs. The genotype file holds the architecture and
 * its space alone, so that two searches with the same result share all later stages.
 */
export async function run(
  context: StageContext<DeriveParams>,
): Promise<void> {
  const file = await readAlphasFile(context.input("search"));
  const { space, epochs, method, composition } = file;
  if (composition?.selection === "perturbation") {
    throw new RangeError(
      `${method} selects by perturbation: use the stage project`,
    );
  }
  const { selection } = await context.part<
    { readonly selection: EdgeSelection }
  >(
    "selection",
  );
  const limited = context.params.selection === "strength" &&
    composition?.mixture === "progressive";
  const maxSkips = context.params.maxSkips ??
    (limited ? PROGRESSIVE_SKIPS : undefined);
  const trajectory = genotypeTrajectory(
    space,
    epochs,
    (space, alphas) =>
      maxSkips === undefined
        ? selectedGenotype(selection, space, alphas)
        : restrictedGenotype(space, alphas, maxSkips),
  );
  const { epoch, genotype, parameterFree, skips } =
    trajectory[trajectory.length - 1]!;
  const python = formatPythonGenotype(genotype);
  await writeGenotypeFile(context.output("genotype"), {
    space: space.name,
    genotype,
    python,
  });
  await trajectoryFile.write(context.output("trajectory"), {
    ...(selection.name === "strength" ? {} : { selection: selection.name }),
    ...countChanges(trajectory.map(({ epoch, genotype }) => ({
      epoch,
      text: genotypeText(genotype),
    }))),
    epochs: trajectory,
  });
  const edges = genotype.normal.length + genotype.reduce.length;
  context.log(
    `after epoch ${epoch}: ${parameterFree} of ${edges} edges without parameters, ${skips} skips: ${python}`,
  );
  context.progress({
    done: epochs.length,
    total: epochs.length,
    unit: "epoch",
  });
}
