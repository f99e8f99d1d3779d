import { batches } from "../../datasets/prepared/loader.ts";
import type { DatasetBase } from "../../datasets/prepared/open_dataset.ts";
import type { DatasetPart } from "../../datasets/prepared/open_shards.ts";
import {
  COUNTING,
  countNetwork,
  countOthers,
} from "../../nas/network/count.ts";
import { evaluateNetwork } from "../../nas/retrain/evaluate.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { checkTrainedOn } from "./check_trained_on.ts";
import { openStageEngine } from "./open_stage_engine.ts";
import { reportProgress } from "./report_progress.ts";
import { evaluationFile } from "../_artifacts/evaluation.ts";
import type { FolderNetwork } from "../_artifacts/network_folder.ts";

/** Measures a network and writes accuracies, size and cost. */
export async function measureNetwork(
  context: StageContext<{
    readonly batch: number;
    readonly seed: number;
    readonly threads: number;
  }>,
  { network, dataset, part, positions, output }: {
    readonly network: Pick<FolderNetwork, "config" | "flat" | "layout">;
    readonly dataset: DatasetBase;
    /** Part of the data set that holds the images. */
    readonly part: DatasetPart;
    /** Positions of the images in that part. */
    readonly positions: ArrayLike<number>;
    readonly output: string;
  },
): Promise<void> {
  const { batch, seed, threads } = context.params;
  const { manifest } = dataset;
  const { config, flat, layout } = network;
  checkTrainedOn(config, manifest);
  const total = positions.length;
  const engine = await openStageEngine(threads);
  const result = await evaluateNetwork(engine, {
    config,
    layout,
    flat,
    batches: batches(dataset, {
      part,
      positions,
      batch,
      last: "keep",
    }),
    seed,
    afterBatch: async (done) => {
      await reportProgress(context, { done, total, unit: "image" });
    },
  });
  const { parameters, convolutionMacs, linearMacs } = countNetwork(config);
  const top1Accuracy = result.top1 / result.count;
  await evaluationFile.write(output, {
    top1Error: (result.count - result.top1) / result.count,
    top1Accuracy,
    top5Accuracy: result.top5 / result.count,
    loss: result.loss,
    count: result.count,
    parameters,
    macs: convolutionMacs + linearMacs,
    ...countOthers(config),
    counting: COUNTING,
    dataset: manifest.statement,
    mode: "evaluation",
    perClass: result.perClass.map(({ count, right }, i) => ({
      class: manifest.classes[i]!,
      accuracy: count === 0 ? null : right / count,
      count,
    })),
    genotype: config.genotype,
  });
}
