import { stageNetwork } from "../_training/stage_network.ts";
import { stageRelaxation } from "../_training/stage_relaxation.ts";
import type { Engine } from "../../engine/engine.ts";
import * as tf from "@tensorflow/tfjs-core";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { randomStream } from "../../engine/philox.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import type { Batch } from "../../nas/training/batch.ts";
import {
  alphaCurvature,
  hessianPrograms,
} from "../../nas/curvature/hessian.ts";
import {
  alphasAt,
  gridCoordinates,
  type Plane,
  planeOf,
} from "../../nas/curvature/landscape.ts";
import type { Relaxation } from "../../nas/relaxations/relaxation.ts";
import { searchForward } from "../../nas/search/search_forward.ts";
import { matrixTensors } from "../../nas/training/mixtures.ts";
import { compileParts } from "../../nas/training/programs.ts";
import { validateSupernet } from "../../nas/search/validate.ts";
import { disposeTensors } from "../../nas/training/tensor_tree.ts";
import { validationParts } from "../../nas/search/validation_programs.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { checkTrainedOn } from "../_training/check_trained_on.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { reportProgress } from "../_training/report_progress.ts";
import { landscapeFile } from "../_artifacts/landscape.ts";
import {
  readSupernetFolder,
  searchOf,
  type StoredSupernet,
} from "../_artifacts/supernet_folder.ts";
import { validationBatches } from "../_training/validation_batches.ts";
import type { LandscapeParams } from "./params.ts";

/**
 * Writes loss and accuracy of the supernet in evaluation mode, on fixed batches of the alpha half, on a grid of raw
 * alphas around those that the search ended with.
 */
export async function run(
  context: StageContext<LandscapeParams>,
): Promise<void> {
  const { params } = context;
  using dataset = await openDataset(context.input("data"));
  const batches = [...validationBatches(dataset, {
    ...params,
    stage: "landscape",
  })];
  const supernet = await readSupernetFolder(context.input("search"), {
    ...stageNetwork(context),
    log: context.log,
  });
  checkTrainedOn(supernet.config, dataset.manifest);
  const { config, layout, flat, alphas } = supernet;
  const engine = await openStageEngine(params.threads);
  const relaxation = await stageRelaxation(context, supernet);
  const plane = spanPlane(engine, supernet, { ...params, batches, relaxation });
  const coordinates = gridCoordinates(params.radius, params.points);
  const programs = compileParts(
    engine,
    validationParts(searchForward(config, layout, params.batch), {
      relaxation,
    }),
  );
  const shapes = alphaMatrices(config.space);
  const fixed = {
    weights: tf.tensor1d(flat.weights),
    statistics: {
      mean: tf.tensor1d(flat.mean),
      variance: tf.tensor1d(flat.variance),
    },
  };
  const loss: number[][] = [];
  const accuracy: number[][] = [];
  for (const [row, b] of coordinates.entries()) {
    loss.push([]);
    accuracy.push([]);
    for (const [column, a] of coordinates.entries()) {
      const matrices = matrixTensors(
        shapes,
        alphasAt(alphas, plane, [a, b]),
      );
      const found = validateSupernet(() => programs, {
        size: config.size,
        ...fixed,
        alphas: matrices,
        batches,
        seed: params.seed,
        epoch: 0,
      });
      tf.dispose(matrices);
      loss[row]!.push(found.validLoss);
      accuracy[row]!.push(found.validAccuracy);
      await reportProgress(context, {
        done: row * params.points + column + 1,
        total: params.points ** 2,
        unit: "point",
      });
    }
  }
  disposeTensors(fixed);
  programs.disposeAll();
  await landscapeFile.write(context.output("landscape"), {
    ...searchOf(supernet),
    images: params.batches * params.batch,
    mode: "evaluation",
    coordinates,
    loss,
    accuracy,
  });
}

/** Plane through the final alphas along the mean gradient over the batches, in training mode as in the search. */
function spanPlane(
  engine: Engine,
  { config, layout, flat, alphas }: StoredSupernet,
  { batches, batch, seed, relaxation }: {
    readonly relaxation: Relaxation;
    readonly batches: readonly Batch[];
    readonly batch: number;
    readonly seed: number;
  },
): Plane {
  const net = { config, layout, relaxation };
  const programs = hessianPrograms(engine, net, batch);
  const sum = new Float64Array(
    alphas.reduce((count, { length }) => count + length, 0),
  );
  for (const images of batches) {
    const at = alphaCurvature(engine, {
      ...net,
      weights: flat.weights,
      alphas,
      batch: images,
      seed,
      programs,
    });
    at.gradient.forEach((value, i) => sum[i]! += value);
    at.dispose();
  }
  programs.disposeAll();
  return planeOf(
    sum,
    randomStream({ seed, stream: "landscape" }),
    alphaMatrices(config.space),
  );
}
