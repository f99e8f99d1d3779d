import { selectedGenotype } from "../../nas/selections/selected_genotype.ts";
import type { EdgeSelection } from "../../nas/selections/selection.ts";
import { formatPythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { PROGRESSIVE_SKIPS } from "../../nas/space/narrowed_space.ts";
import { restrictedGenotype } from "../../nas/genotype/restricted_genotype.ts";
import {
  countChanges,
  type GenotypeChanges,
  genotypeText,
} from "../../nas/genotype/genotype_changes.ts";
import {
  genotypeTrajectory,
  type TrajectoryPoint,
} from "../../nas/genotype/trajectory.ts";
import {
  type AnyGenotype,
  chosenEdges,
} from "../../nas/genotype/any_genotype.ts";
import { kindsOf } from "../../nas/space/cell_kinds.ts";
import type { CellKind } from "../../nas/space/edge_space.ts";
import { isGraphGenotype } from "../../nas/genotype/graph_genotype.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import { readJsonFile } from "../_artifacts/json_file.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readAlphasFile } from "../_artifacts/alphas_file.ts";
import { writeGenotypeFile } from "../_artifacts/genotype_file.ts";
import { trajectoryFile } from "../_artifacts/trajectory.ts";
import type { DeriveParams } from "./params.ts";

/** Architectures of a search, to be written. */
export interface DerivedSearch {
  /** Name of the space. */
  readonly space: string;
  /** Kinds of the cells of the network; both by default, and where it has graph cells. */
  readonly kinds?: readonly CellKind[] | undefined;
  /** Name of a selection of edges other than by strength. */
  readonly selection?: string;
  readonly trajectory: readonly TrajectoryPoint<AnyGenotype>[];
  readonly changes: GenotypeChanges;
  /** Architecture of the last epoch for the published training scripts. */
  readonly text: string;
}

/**
 * Module `selection/graph`, of searches in spaces of graph cells: those of all other searches do without it, and so do
 * their keys.
 */
interface GraphDerivation {
  readonly deriveGraphs: (path: string) => Promise<DerivedSearch>;
}

/**
 * Writes the genotype of the last epoch and the trajectory over all epochs. The genotype file holds the architecture and
 * its space alone, so that two searches with the same result share all later stages.
 */
export async function run(
  context: StageContext<DeriveParams>,
): Promise<void> {
  const path = context.input("search");
  const { space } = await readJsonFile(path) as { readonly space?: object };
  const isGraph = space !== undefined && isGraphSpace(space);
  await writeDerived(
    context,
    isGraph
      ? await (await context.part<GraphDerivation>("selection/graph"))
        .deriveGraphs(path)
      : await deriveCells(context, path),
  );
}

/** Derives normal and reduction cells. */
async function deriveCells(
  context: StageContext<DeriveParams>,
  path: string,
): Promise<DerivedSearch> {
  const { space, epochs, method, composition } = await readAlphasFile(path);
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
  return {
    space: space.name,
    kinds: space.kinds,
    ...(byStrength ? {} : { selection: selection.name }),
    trajectory,
    changes: countChanges(trajectory.map(({ epoch, genotype }) => ({
      epoch,
      text: genotypeText(genotype, space.kinds),
    }))),
    text: formatPythonGenotype(trajectory.at(-1)!.genotype),
  };
}

async function writeDerived(
  context: StageContext<DeriveParams>,
  { space, kinds, selection, trajectory, changes, text }: DerivedSearch,
): Promise<void> {
  const { epoch, genotype, parameterFree, skips } = trajectory.at(-1)!;
  await writeGenotypeFile(context.output("genotype"), {
    space,
    genotype,
    python: text,
  });
  await trajectoryFile.write(context.output("trajectory"), {
    ...(selection === undefined ? {} : { selection }),
    ...changes,
    epochs: [...trajectory],
  });
  const empty = isGraphGenotype(genotype)
    ? []
    : kindsOf({ kinds }).filter((kind) => genotype[kind].length === 0);
  if (empty.length > 0) {
    context.log(
      `no operation of the ${
        empty.join(" and the ")
      } cell was selected: such a genotype has no network`,
    );
  }
  context.log(
    `after epoch ${epoch}: ${parameterFree} of ${
      chosenEdges(genotype, kinds).length
    } edges without parameters, ${skips} skips: ${text}`,
  );
  context.progress({
    done: trajectory.length,
    total: trajectory.length,
    unit: "epoch",
  });
}
