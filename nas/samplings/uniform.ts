import { randomChoices } from "../genotype/random_choices.ts";
import { randomGenotype } from "../genotype/random_genotype.ts";
import { randomGraph } from "../graph_cells/random_graph.ts";
import { isChoiceSpace } from "../space/choice_space.ts";
import { isGraphSpace } from "../space/graph_space.ts";
import type { Sampling } from "./sampling.ts";

/** An architecture for each weight step, uniformly from the space: random search with weight sharing. */
export const sampling: Sampling = {
  name: "uniform",
  architecture: (space, seed) =>
    isChoiceSpace(space)
      ? randomChoices(space, seed)
      : isGraphSpace(space)
      ? randomGraph(space, seed)
      : randomGenotype(space, seed),
};
