import { stageNetwork } from "../_training/stage_network.ts";
import { stageRelaxation } from "../_training/stage_relaxation.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import type { StoredTensor } from "../../engine/safetensors.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import {
  type ProjectionEpoch,
  type ProjectionOptions,
  type ProjectionState,
  projectSearch,
} from "../../nas/projection/project_search.ts";
import {
  decidedGenotype,
  type Decision,
  isOperation,
} from "../../nas/projection/projection.ts";
import { formatPythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { undrawnOf } from "../../nas/samplings/sampled_mixtures.ts";
import { initialSearchState, NO_SUMS } from "../../nas/search/search_state.ts";
import type { SearchSpace } from "../../nas/space/edge_space.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { dataWait, timedData } from "../_training/data_wait.ts";
import { checkTrainedOn } from "../_training/check_trained_on.ts";
import { methodPart } from "../_training/method_part.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { writeGenotypeFile } from "../_artifacts/genotype_file.ts";
import { PROJECTION_MODES, projectionFile } from "../_artifacts/projection.ts";
import {
  readSupernetFolder,
  searchOf,
  type StoredSupernet,
  supernetOwner,
} from "../_artifacts/supernet_folder.ts";
import { resumeTraining } from "../_training/resume_training.ts";
import { stageAugmentation } from "../_training/stage_augmentation.ts";
import { searchData } from "../_training/search_data.ts";
import { searchOptimisers } from "../_training/search_optimisers.ts";
import type { AugmentationChoices } from "../_declare/augmentation_param.ts";
import { drawnTrouble } from "./drawn_trouble.ts";
import { SHARE_TROUBLE } from "./share_trouble.ts";
import type { ProjectParams } from "./params.ts";

/** Selects operations and edges of a supernet by perturbation, and trains it between two decisions. */
export async function run(
  context: StageContext<ProjectParams, AugmentationChoices>,
): Promise<void> {
  const { params } = context;
  const { seed, batch } = params;
  const supernet = await readSupernetFolder(context.input("search"), {
    ...stageNetwork(context),
    log: context.log,
  });
  const { config, layout } = supernet;
  const space = edgeSpace(supernet);
  const { method: name, composition } = supernet;
  if (composition === undefined) {
    throw new RangeError(
      `Expected the composition of the method ${name} but found none in supernet.json`,
    );
  }
  using dataset = await openDataset(context.input("data"));
  checkTrainedOn(config, dataset.manifest);
  const sampling = await methodPart(context, "sampling");
  if (undrawnOf(sampling) !== undefined) {
    throw new RangeError(drawnTrouble(sampling.name));
  }
  const engine = await openStageEngine(params.threads);
  const data = searchData(dataset, {
    batch,
    seed,
    alphaSampling: params.alphaSampling,
    augmentation: await stageAugmentation(context, dataset, { cutout: 0 }),
  });
  const wait = dataWait();
  const options: ProjectionOptions = {
    config,
    layout,
    method: { name, ...composition },
    perturbation: await methodPart(context, "perturbation"),
    relaxation: await stageRelaxation(context, supernet),
    alphaLoss: await methodPart(context, "alphaLoss"),
    sampling,
    interval: params.interval,
    criterion: params.criterion,
    rate: {
      start: params.learningRate,
      end: params.learningRateEnd,
      variant: "intended",
    },
    epsilon: { min: params.epsilon, max: params.epsilon },
    optimisers: searchOptimisers(params, params.weightDecay),
    seed,
    data: timedData(data, wait),
  };
  const final = await resumeTraining<ProjectionState, ProjectionEpoch>(
    context,
    {
      wait,
      owner: { ...supernetOwner(supernet), kind: "projection-checkpoint" },
      initial: () => initialState(supernet, space),
      train: (from, afterStep) =>
        projectSearch(engine, from, { ...options, afterStep }),
    },
  );
  const genotype = decidedGenotype(space, final.decisions);
  const python = formatPythonGenotype(genotype);
  await writeGenotypeFile(
    context.output("genotype"),
    { space: space.name, genotype, python },
    2,
  );
  const { threads: _, ...settings } = params;
  await projectionFile.write(context.output("projection"), {
    ...searchOf(supernet),
    config: settings,
    mode: PROJECTION_MODES,
    decisions: final.decisions.map((decision) => named(space, decision)),
    epochs: final.history,
  });
  context.log(python);
}

/**
 * The space of a supernet.
 *
 * @throws {RangeError} If edges of such a space cannot be decided.
 */
function edgeSpace(
  { config: { space, channelShare } }: StoredSupernet,
): SearchSpace {
  if (isChoiceSpace(space)) {
    throw new RangeError(
      `Cannot project a search in ${space.name}: the space has no edges`,
    );
  }
  if (isGraphSpace(space)) {
    throw new RangeError(
      `Cannot project a search in ${space.name}: a graph cell keeps all of its edges`,
    );
  }
  if (space.mixture === "partial") {
    throw new RangeError(
      "Cannot project a search with partial channels: its edges have weights of their own",
    );
  }
  if (channelShare !== undefined) throw new RangeError(SHARE_TROUBLE);
  return space;
}

/** State of the search at its end, with fresh optimisers. */
function initialState(
  { layout, flat, alphas, seed }: StoredSupernet,
  space: SearchSpace,
): ProjectionState {
  const { tensors } = initialSearchState(space, layout, seed);
  const replaced = (
    name: string,
    data: Float32Array,
  ): [string, StoredTensor] => [
    name,
    { ...tensors[name]!, data } as StoredTensor,
  ];
  return {
    tensors: {
      ...tensors,
      ...Object.fromEntries([
        replaced("weights", flat.weights),
        replaced("running_mean", flat.mean),
        replaced("running_variance", flat.variance),
        ...alphaMatrices(space).map(({ name }, i) =>
          replaced(`alphas_${name}`, alphas[i]!)
        ),
      ]),
    },
    epoch: 0,
    step: 0,
    updates: 0,
    sums: NO_SUMS,
    history: [],
    decisions: [],
  };
}

/** A decision as `projection.json` holds it: operations by name. */
function named(space: SearchSpace, decision: Decision) {
  if (!isOperation(decision)) return decision;
  const { cell, edge, column, scores } = decision;
  const candidates = space[cell][edge]!;
  return {
    cell,
    edge,
    operation: candidates[column]!,
    scores: Object.fromEntries(candidates.map((name, i) => [name, scores[i]!])),
  };
}
