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
import { CELL_KINDS } from "../../nas/space/edge_space.ts";
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
  const wanted = context.params.selection ?? composition?.selection ??
    selection.name;
  if (wanted !== selection.name) {
    throw new RangeError(
      `Expected the selection ${wanted}, that of ${method}, but found ${selection.name}: set selection: ${wanted}`,
    );
  }
  const byStrength = selection.name === "strength";
  if (!byStrength && context.params.maxSkips !== undefined) {
    throw new RangeError(
      `Expected no maxSkips with the selection ${selection.name} of ${method}`,
    );
  }
  const limited = byStrength && composition?.mixture === "progressive";
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
    ...(byStrength ? {} : { selection: selection.name }),
    ...countChanges(trajectory.map(({ epoch, genotype }) => ({
      epoch,
      text: genotypeText(genotype),
    }))),
    epochs: trajectory,
  });
  const empty = CELL_KINDS.filter((kind) => genotype[kind].length === 0);
  if (empty.length > 0) {
    context.log(
      `no operation of the ${
        empty.join(" and the ")
      } cell was selected: such a genotype has no network`,
    );
  }
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
